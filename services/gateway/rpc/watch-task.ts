import { invalidField } from "../../../core/error.ts";
import { isRunning, isTerminal } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { followProgress, type Progress } from "../../../jetstream/progress.ts";
import type { TaskEvent } from "../../../proto/gen/longshore/v1/TaskEvent.ts";
import type { WatchTaskRequest__Output } from "../../../proto/gen/longshore/v1/WatchTaskRequest.ts";
import type { Caller } from "../caller.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import { timelineToProto, timestamp } from "../event-view.ts";
import { getTask, taskNotFound } from "../find-task.ts";
import type { Emit } from "../method.ts";
import { observeTask } from "../observe-task.ts";
import { PatientSender } from "../patient-sender.ts";
import { readTaskKey } from "../task-id.ts";
import { progressToProto } from "../task-view.ts";

/**
 * Emits every lifecycle event of a task after number `after_event`, in order and without a gap, and progress in between.
 * Resolves after the final event. Events that are replaced before they are read lose nothing: the newest record holds them
 * all. Throws TASK_NOT_FOUND, also when the record expires; WATCH_TOO_SLOW; SHUTTING_DOWN when the gateway stops: the caller resumes.
 */
export async function watchTask(
  request: WatchTaskRequest__Output,
  caller: Caller,
  deps: Deps,
  emit: Emit<TaskEvent>,
): Promise<void> {
  const { afterEvent } = request;
  if (afterEvent < 0) throw invalidField("after_event", `is ${afterEvent}, must be 0 or more`);
  const key = readTaskKey(caller.project, request.taskId);
  const { record: first } = await getTask(deps, key, giveUpAt(caller));
  const watched = new WatchedTask(first, afterEvent, emit, deps.watchStallMs);
  if (await watched.show(first)) return;

  const stopFollowing = followProgress(deps.connection, key, (_key, progress) =>
    watched.showProgress(progress),
  );
  try {
    for await (const found of observeTask(deps, key, caller.signal)) {
      // Another task under the id of one that has expired is not the one that is being watched.
      if (found === undefined || found.record.createdAt !== first.createdAt) throw taskNotFound(key.id);
      if (await watched.show(found.record)) return;
    }
    caller.signal.throwIfAborted();
  } finally {
    stopFollowing();
  }
}

/** What the caller has seen of a task. */
class WatchedTask {
  readonly #emit: Emit<TaskEvent>;
  readonly #sender: PatientSender<TaskEvent>;
  #record: TaskRecord;
  #seen: number;

  constructor(record: TaskRecord, seen: number, emit: Emit<TaskEvent>, stallMs: number) {
    this.#record = record;
    this.#seen = seen;
    this.#emit = emit;
    this.#sender = new PatientSender(emit, ({ number }) => String(number), String(seen), stallMs);
  }

  /** Emits the events that are new; true when none can follow. */
  async show(record: TaskRecord): Promise<boolean> {
    this.#record = record;
    for (const event of timelineToProto(record, "FULL", this.#seen)) {
      await this.#sender.send(event);
      this.#seen = event.number ?? this.#seen;
    }
    return isTerminal(record.state);
  }

  /** Emits progress if it belongs to the attempt that was shown last and the caller keeps up; else it is left out. */
  showProgress(progress: Progress): void {
    const { state, attempt } = this.#record;
    const shown = this.#seen >= this.#record.timeline.length;
    if (!isRunning(state) || !shown || progress.attempt !== attempt || !this.#emit.hasRoom()) return;
    void this.#emit.send({
      number: this.#seen,
      type: "PROGRESS",
      time: timestamp(progress.time),
      attempt,
      state,
      progress: progressToProto(progress),
    });
  }
}

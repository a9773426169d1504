import { LongshoreError } from "../../../core/error.ts";
import { applyAllowed, isTerminal } from "../../../core/lifecycle.ts";
import type { TaskKey } from "../../../core/subject.ts";
import type { TaskRecord, TaskState } from "../../../core/task.ts";
import type { CancelTaskRequest__Output } from "../../../proto/gen/longshore/v1/CancelTaskRequest.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import type { Caller } from "../caller.ts";
import { decideAnew } from "../decide-anew.ts";
import { type Deps, giveUpAt } from "../deps.ts";
import type { FoundTask } from "../find-task.ts";
import { checkReason } from "../reason.ts";
import { storeError } from "../store-error.ts";
import { takeOutOfLine } from "../take-out-of-line.ts";
import { readTaskKey } from "../task-id.ts";
import { taskToProto } from "../task-view.ts";

/**
 * Cancels a task: one that does not run yet is CANCELLED and never starts, one that runs becomes CANCELLING and its worker is
 * told. Resolves with the task as it is then, view BASIC. Throws TASK_NOT_FOUND, TASK_FINISHED, CONFLICT.
 */
export async function cancelTask(
  request: CancelTaskRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Task> {
  const reason = checkReason(request.reason);
  const key = readTaskKey(caller.project, request.taskId);
  const record = await cancelOne(key, { by: caller.keyId, reason }, giveUpAt(caller), deps);
  return taskToProto(record, "BASIC");
}

/** Who cancels a task, and why. */
export interface CancelRequest {
  /** The id of the caller's key. */
  readonly by: string;
  /** May be empty. */
  readonly reason: string;
  /** When a queue is emptied: the only states in which a task is cancelled. */
  readonly purged?: ReadonlySet<TaskState>;
}

/** Cancels one task. Resolves with the record after that. Throws TASK_NOT_FOUND, TASK_FINISHED, TASK_STARTED, CONFLICT. */
export function cancelOne(
  key: TaskKey,
  request: CancelRequest,
  limit: number,
  deps: Deps,
  first?: FoundTask,
): Promise<TaskRecord> {
  return decideAnew(key, deps, limit, (found) => cancelFound(found, request, limit, deps), first);
}

/** The record after the cancel; undefined when somebody else has changed it in between. */
async function cancelFound(
  { record, sequence }: FoundTask,
  request: CancelRequest,
  limit: number,
  deps: Deps,
): Promise<TaskRecord | undefined> {
  if (record.state === "CANCELLED") return record;
  if (isTerminal(record.state)) {
    throw new LongshoreError("TASK_FINISHED", { task_id: record.id, state: record.state });
  }
  if (request.purged?.has(record.state) === false) {
    const { id, state, attempt } = record;
    throw new LongshoreError("TASK_STARTED", { task_id: id, state, attempt: String(attempt) });
  }
  if (record.state === "CANCELLING") return record;
  const cancelled = recordAfter(record, request, deps.storeClock.nowMs());
  const written = await deps.records.writeAndWait(cancelled, sequence, limit);
  if (written.kind === "conflict") return undefined;
  if (written.kind !== "stored") throw storeError(written);
  // That it is to stop is for the scheduler to tell the worker.
  if (cancelled.state !== "CANCELLING") await takeOutOfLine(cancelled, written.sequence, deps);
  return cancelled;
}

function recordAfter(record: TaskRecord, { by, reason, purged }: CancelRequest, nowMs: number): TaskRecord {
  return applyAllowed(record, {
    type: record.state === "RUNNING" ? "cancel_requested" : "cancelled",
    time: new Date(nowMs).toISOString(),
    attempt: record.attempt,
    by,
    ...(purged !== undefined && { reason: "QUEUE_PURGED" }),
    ...(reason !== "" && { message: reason }),
  });
}

import { applyAllowed } from "../../core/lifecycle.ts";
import { endOfStop, stopCause } from "../../core/stop-request.ts";
import type { TaskKey } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { StateOfTask } from "../../jetstream/event-follower.ts";
import type { Records, StoredRecord } from "../../jetstream/records.ts";
import type { ServerClock } from "../../jetstream/server-clock.ts";
import { type AttemptKey, type SignalAnswer, type StopSignal, sendStop } from "../../jetstream/signals.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { Log } from "../../runtime/log.ts";
import type { Duty } from "./duty.ts";
import type { LiveTasks } from "./live-tasks.ts";
import type { WorkerPresence } from "./worker-presence.ts";

/** The pause before a signal that nobody took is sent again, in milliseconds: the first one, and the longest. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A worker that stops an attempt is looked after again after so long, in milliseconds: it may die before it is done. */
const LOOK_AGAIN_MS = 10_000;
/** A worker that does not run the attempt has it recorded as ended by then, in milliseconds, or never will. */
const SETTLES_MS = 1_000;
/** How many tasks are told of at the same time; the others wait for their turn. */
const AT_A_TIME = 256;
/** How long one write is tried, in milliseconds. */
const WRITE_MS = 10_000;

export interface CancelSignalDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly liveTasks: LiveTasks;
  readonly workers: WorkerPresence;
  readonly clock: ServerClock;
  readonly log: Log;
}

/**
 * Tells the workers of tasks that are CANCELLING to stop, each until its worker answers; a task whose worker is gone is ended
 * here, without waiting for somebody to be handed its message. What a scheduler before this one has left is taken up.
 */
export function createCancelSignals(deps: CancelSignalDeps): Duty {
  return {
    name: "cancel-signals",
    begin() {
      const signals = new CancelSignals(deps);
      const stopListening = deps.liveTasks.follow((task) => signals.note(task));
      return () => {
        stopListening();
        signals.stop();
      };
    },
  };
}

/** A task that is being stopped. */
interface Stopping extends TaskKey {
  /** Of the record that says CANCELLING. */
  readonly sequence: number;
  /** Who runs it, once that has been read. */
  worker: string | undefined;
  tries: number;
  /** When the worker was first heard to say that it does not run the attempt; `performance.now()`. */
  deniedAt: number | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

class CancelSignals {
  readonly #deps: CancelSignalDeps;
  readonly #stopping = new Map<string, Stopping>();
  readonly #waiting: Stopping[] = [];
  /** Workers that did not answer, and when the next of their tasks may ask again; `performance.now()`. */
  readonly #silentUntil = new Map<string, number>();
  #underWay = 0;
  #stopped = false;

  constructor(deps: CancelSignalDeps) {
    this.#deps = deps;
  }

  /** Takes up a task that is being stopped, and drops one that no longer is. */
  note({ project, id, state, sequence }: StateOfTask): void {
    const name = `${project}/${id}`;
    const known = this.#stopping.get(name);
    if (known?.sequence === sequence) return;
    if (known !== undefined) {
      clearTimeout(known.timer);
      this.#stopping.delete(name);
      if (this.#stopping.size === 0) this.#silentUntil.clear();
    }
    if (state !== "CANCELLING" || this.#stopped) return;
    const stopping = {
      project,
      id,
      sequence,
      worker: undefined,
      tries: 0,
      deniedAt: undefined,
      timer: undefined,
    };
    this.#stopping.set(name, stopping);
    this.#take(stopping);
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#stopping.values()) clearTimeout(timer);
    this.#stopping.clear();
    this.#waiting.length = 0;
  }

  #take(stopping: Stopping): void {
    if (this.#underWay >= AT_A_TIME) {
      this.#waiting.push(stopping);
      return;
    }
    this.#underWay++;
    void this.#try(stopping).finally(() => {
      this.#underWay--;
      const next = this.#waiting.shift();
      if (next !== undefined) this.#take(next);
    });
  }

  /** One signal, and what follows from its answer. Never rejects. */
  async #try(stopping: Stopping): Promise<void> {
    if (!this.#isWanted(stopping)) return;
    try {
      const pauseMs = await this.#signal(stopping);
      if (pauseMs !== undefined && this.#isWanted(stopping))
        stopping.timer = setTimeout(() => this.#take(stopping), pauseMs);
    } catch (error) {
      this.#deps.log.error({ task_id: stopping.id, err: error }, "a stop signal could not be sent");
      stopping.timer = setTimeout(() => this.#take(stopping), LONGEST_PAUSE_MS);
    }
  }

  #isWanted(stopping: Stopping): boolean {
    return !this.#stopped && this.#stopping.get(`${stopping.project}/${stopping.id}`) === stopping;
  }

  /** When to look again, in milliseconds; undefined when there is nothing left to be done. */
  async #signal(stopping: Stopping): Promise<number | undefined> {
    const { connection, records, log } = this.#deps;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** stopping.tries++, LONGEST_PAUSE_MS);
    if (!connection.isConnected()) return pauseMs;
    if (await this.#isKnownSilent(stopping.worker)) return pauseMs;
    const read = await records.read(stopping);
    if (!read.ok) return pauseMs;
    const { stored } = read;
    if (stored === undefined || stored.record.state !== "CANCELLING") return undefined;
    const { id, attempt, worker = "" } = stored.record;
    stopping.worker = worker;
    const why = stopCause(stored.record);
    const answer = await this.#ask(worker, { ...keyOf(stored.record), why });
    log.debug({ task_id: id, attempt, worker, answer }, "stop signal");
    if (await this.#isLeft(stopping, worker, answer)) return this.#end(stored, worker);
    return answer === "stopping" ? LOOK_AGAIN_MS : pauseMs;
  }

  /** Whether another task has just found that this worker does not answer, although it may live. */
  async #isKnownSilent(worker: string | undefined): Promise<boolean> {
    if (worker === undefined || performance.now() >= (this.#silentUntil.get(worker) ?? 0)) return false;
    return !(await this.#deps.workers.isGone(worker));
  }

  /** Of all tasks of a worker that does not answer one asks at a time: a thousand that wait for it would keep others waiting. */
  async #ask(worker: string, signal: StopSignal): Promise<SignalAnswer> {
    const silentUntil = this.#silentUntil.get(worker);
    if (silentUntil !== undefined) {
      if (performance.now() < silentUntil) return "no_worker";
      this.#silentUntil.set(worker, Number.POSITIVE_INFINITY);
    }
    let answer: SignalAnswer = "no_worker";
    try {
      answer = await sendStop(this.#deps.connection, worker, signal);
      return answer;
    } finally {
      if (answer === "no_worker") this.#silentUntil.set(worker, performance.now() + FIRST_PAUSE_MS / 2);
      else this.#silentUntil.delete(worker);
    }
  }

  /** Whether nobody runs the attempt any more that could record its end. */
  async #isLeft(stopping: Stopping, worker: string, answer: SignalAnswer): Promise<boolean> {
    if (answer === "no_worker") return this.#deps.workers.isGone(worker);
    if (answer === "stopping") {
      stopping.deniedAt = undefined;
      return false;
    }
    stopping.deniedAt ??= performance.now();
    return performance.now() - stopping.deniedAt > SETTLES_MS;
  }

  async #end({ record, sequence }: StoredRecord, worker: string): Promise<number | undefined> {
    const { connection, records, queue, log } = this.#deps;
    const ended = this.#ended(record);
    const written = await records.writeAndWait(ended, sequence, Date.now() + WRITE_MS);
    // Somebody was first: what is recorded now comes by itself.
    if (written.kind === "conflict") return undefined;
    if (written.kind !== "stored") return LONGEST_PAUSE_MS;
    log.warn(
      { task_id: record.id, project: record.project, state: ended.state, worker },
      "the worker of a task that was to stop is gone: the scheduler has ended it",
    );
    // The worker may have come back a moment ago: what it still runs is to stop all the same.
    void sendStop(connection, worker, { ...keyOf(record), why: stopCause(record) }).catch(() => undefined);
    const removed = await queue.removeOlder(ended, written.sequence);
    if (!removed.ok) log.warn({ task_id: record.id, problem: removed.problem }, "its message stays in line");
    return undefined;
  }

  #ended(record: TaskRecord): TaskRecord {
    const time = new Date(this.#deps.clock.nowMs()).toISOString();
    const { attempt, worker } = record;
    const base = { time, attempt, ...(worker !== undefined && { worker }) };
    return applyAllowed(record, endOfStop(record, base));
  }
}

function keyOf({ project, id, attempt }: TaskRecord): AttemptKey {
  return { project, id, attempt };
}

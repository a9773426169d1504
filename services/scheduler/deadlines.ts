import { decideDeadline } from "../../core/fired-timer.ts";
import type { Records } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { FiredTimer, Timers } from "../../jetstream/timers.ts";
import type { Log } from "../../runtime/log.ts";
import { findTask } from "./find-task.ts";

/** How long one write is tried, in milliseconds; after that the timer comes again. */
const WRITE_MS = 4_000;
/** So often a task may change under our hands before it is left for later. */
const TRIES = 10;
/**
 * A timer is set before its task is stored, which may take a gateway 10 s when the store does not answer: for so long after
 * it was set, and at most for so long after it has fired, its task may still come. Milliseconds.
 */
const TASK_MAY_COME_MS = 20_000;

export interface DeadlineDeps {
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly timers: Timers;
  /** The server's clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly log: Log;
}

/**
 * Does what a timer that has fired asks for: ends a task that still waits, has one stopped that runs. Doing it twice, or in two
 * schedulers at once, is harmless: the record decides. Rejects when the store does not answer, and when the task is not there
 * yet; then it is to be done again.
 */
export async function keepDeadline(deps: DeadlineDeps, timer: FiredTimer): Promise<void> {
  for (let i = 0; i < TRIES; i++) if (await keepOnce(deps, timer)) return;
  throw new Error(`task ${timer.id} kept changing`);
}

/** False when the task has changed meanwhile. */
async function keepOnce(deps: DeadlineDeps, timer: FiredTimer): Promise<boolean> {
  const { records, queue, timers, log } = deps;
  const current = await findTask(deps, timer);
  if (current === undefined) {
    if (timer.firedAtMs - timer.setAtMs > TASK_MAY_COME_MS) return true;
    if (deps.nowMs() - timer.firedAtMs > TASK_MAY_COME_MS) return true;
    throw new Error(`task ${timer.id} is not there, or not yet`);
  }
  // The clock that is asked now and then may be a moment behind the one that fired it.
  const nowMs = Math.max(timer.firedAtMs, deps.nowMs());
  const decision = decideDeadline(timer.kind, current, timer.firedAtMs, nowMs);
  if (decision.do === "nothing") return true;
  if (decision.do === "set") {
    const failed = await timers.set(decision.record, Date.now() + WRITE_MS);
    if (failed !== undefined) throw new Error(`timer of task ${timer.id} not set: ${failed.kind}`);
    return true;
  }
  const { record, sequence } = decision.from;
  const written = await records.writeAndWait(record, sequence, Date.now() + WRITE_MS);
  if (written.kind === "conflict") return false;
  if (written.kind !== "stored") throw new Error(`deadline not recorded: ${written.problem}`);
  const task = { task_id: record.id, project: record.project, state: record.state, reason: record.reason };
  log.info(task, timer.kind === "start_by" ? "a task did not start in time" : "a task did not end in time");
  if (decision.do === "end") {
    const removed = await queue.removeOlder(current.record, written.sequence);
    // Safe to leave: whoever is handed the message finds the task ended, and drops it.
    if (!removed.ok)
      log.warn({ ...task, problem: removed.problem }, "a message that counts no more stays in line");
  }
  return true;
}

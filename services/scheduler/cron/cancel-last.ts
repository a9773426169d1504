import { applyAllowed, isTerminal } from "../../../core/lifecycle.ts";
import type { TaskKey } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { Records } from "../../../jetstream/records.ts";
import type { TaskQueue } from "../../../jetstream/task-queue.ts";
import { findTask } from "../find-task.ts";

/** How long one write is tried, in milliseconds. */
const WRITE_MS = 5_000;
/** How often the decision is made anew when somebody else changes the task in between. */
const TRIES = 10;

export interface CancelDeps {
  readonly records: Records;
  readonly queue: TaskQueue;
}

/**
 * Cancels the task of an earlier tick; nothing happens when it has ended or is being stopped. Safe to do twice. Rejects when
 * the store does not answer.
 *
 * @param tickMs the tick that takes its place, for the timeline
 */
export async function cancelLast(
  deps: CancelDeps,
  key: TaskKey,
  tickMs: number,
  nowMs: number,
): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    const found = await findTask(deps, key);
    if (found === undefined || isTerminal(found.record.state) || found.record.state === "CANCELLING") return;
    const cancelled = afterCancel(found.record, tickMs, nowMs);
    const written = await deps.records.writeAndWait(cancelled, found.sequence, Date.now() + WRITE_MS);
    if (written.kind === "conflict") continue;
    if (written.kind !== "stored")
      throw new Error(`task ${key.id} could not be cancelled: ${written.problem}`);
    // That the worker of one that runs is told is the business of those who follow CANCELLING tasks.
    if (cancelled.state === "CANCELLED") await deps.queue.removeOlder(cancelled, written.sequence);
    return;
  }
  throw new Error(`task ${key.id} kept changing while it was to be cancelled`);
}

function afterCancel(record: TaskRecord, tickMs: number, nowMs: number): TaskRecord {
  return applyAllowed(record, {
    type: record.state === "RUNNING" ? "cancel_requested" : "cancelled",
    time: new Date(nowMs).toISOString(),
    attempt: record.attempt,
    by: "scheduler",
    message: `the tick of ${new Date(tickMs).toISOString()} takes its place`,
  });
}

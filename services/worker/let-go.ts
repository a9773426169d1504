/** The two ways in which an attempt ends here without an outcome: handed back, because its worker stops, or abandoned. */

import { isRunning } from "../../core/lifecycle.ts";
import type { Records } from "../../jetstream/records.ts";
import type { Log } from "../../runtime/log.ts";
import type { HeldTask } from "./held-tasks.ts";
import type { HandBackReason, Settler } from "./settler.ts";

/** A killed child is gone well within this time, in milliseconds. */
const KILL_MS = 1_000;

/**
 * Ends the handler of an attempt, then records that it was handed back: nobody may start the next attempt while this one still
 * runs. Does nothing when it has come to another end. Calls back once the task is off this worker's hands.
 */
export async function handBack(
  held: HeldTask,
  settler: Settler,
  onDone: () => void,
  reason: HandBackReason = "DRAINED",
): Promise<void> {
  if (held.ending !== undefined) return;
  held.ending = "handed_back";
  if (held.job !== undefined) {
    held.job.stop("DRAINING");
    // In the worker's own process nothing can be killed: one that does not listen ends with the process.
    const { promise: tooLong, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, KILL_MS);
    await Promise.race([held.job.outcome, tooLong]);
    clearTimeout(timer);
  }
  settler.handBack(held, onDone, reason);
}

/**
 * Kills an attempt that others may run by now. It ends without an outcome, and its message without an acknowledgement: whoever
 * has it now decides. Does nothing when it has come to another end. Calls back when the handler is gone; never for one that
 * has not reached the pool: that is let go when its start is answered.
 */
export function abandon(held: HeldTask, log: Log, onDone: () => void): void {
  if (held.ending !== undefined) return;
  held.ending = "abandoned";
  log.warn(
    { task_id: held.record.id, attempt: held.record.attempt },
    "lease lost: the attempt is killed, and its outcome will not count",
  );
  held.job?.kill();
  void held.job?.outcome.then(onDone);
}

/** Whether what is recorded says that a running attempt is not this worker's any more. False when nobody can say. */
export async function isLost(held: HeldTask, records: Records, worker: string): Promise<boolean> {
  if (held.job === undefined || held.ending !== undefined) return false;
  const read = await records.read(held.record);
  const current = read.ok ? read.stored?.record : undefined;
  if (current === undefined) return false;
  return !isRunning(current.state) || current.worker !== worker || current.attempt !== held.record.attempt;
}

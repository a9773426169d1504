import type { TaskIndex } from "./task-index.ts";

/** Windows reach a day back; the minutes are kept an hour longer. Milliseconds. */
const MINUTES_KEPT_MS = 25 * 3_600_000;

/** So many tasks are forgotten at a time, so that no look at the index waits for long. */
const STEP = 500;

/** How much the index may remember. */
export interface Retention {
  /** How long a task is remembered after its end, in milliseconds. */
  readonly ageMs: number;
  readonly maxBytes: number;
}

/** Forgets some of what is too old or too much; true when there is more of it. */
export function forgetSome(index: TaskIndex, { ageMs, maxBytes }: Retention, nowMs: number): boolean {
  index.forgetMinutes(nowMs - MINUTES_KEPT_MS);
  if (index.forgetEnded(nowMs - ageMs, STEP) === STEP) return true;
  return index.bytes() > maxBytes && index.forgetEnded(nowMs, STEP) === STEP;
}

import { endIfLate, hasCome, hasStarted, missed } from "./deadlines.ts";
import type { Fenced } from "./delivery.ts";
import type { TaskEvent } from "./event.ts";
import { applyAllowed, isTerminal } from "./lifecycle.ts";
import type { TimerKind } from "./subject.ts";
import type { TaskRecord } from "./task.ts";

/** Who asks for a running task to be stopped when its deadline has passed. */
const SCHEDULER = "scheduler";

/** What comes of a timer that has fired. */
export type DeadlineDecision =
  /** Record this end, then take the task out of line. */
  | { readonly do: "end"; readonly from: Fenced }
  /** Record that the attempt is to be stopped: it is CANCELLING from then on. */
  | { readonly do: "stop"; readonly from: Fenced }
  /** The deadline is later by now: set the timer anew. */
  | { readonly do: "set"; readonly record: TaskRecord }
  | { readonly do: "nothing" };

/**
 * Decides over a task whose timer has fired, by what is stored of it now.
 *
 * @param firedAtMs when it fired by the server's clock, which tells whether the deadline has come; milliseconds since 1970
 * @param nowMs what the record is to say; it may be much later, when no scheduler ran
 */
export function decideDeadline(
  kind: TimerKind,
  current: Fenced,
  firedAtMs: number,
  nowMs: number,
): DeadlineDecision {
  const { record, sequence } = current;
  const time = kind === "start_by" ? record.options.startBy : record.options.completeBy;
  if (isTerminal(record.state) || record.state === "CANCELLING" || time === undefined)
    return { do: "nothing" };
  if (kind === "start_by" && hasStarted(record)) return { do: "nothing" };
  if (!hasCome(time, firedAtMs)) return { do: "set", record };
  if (record.state !== "RUNNING") {
    const ended = endIfLate(record, nowMs);
    return ended === undefined ? { do: "nothing" } : { do: "end", from: { record: ended, sequence } };
  }
  const asked: TaskEvent = {
    type: "cancel_requested",
    time: new Date(nowMs).toISOString(),
    attempt: record.attempt,
    by: SCHEDULER,
    reason: "DEADLINE_EXCEEDED",
    message: missed(record).message,
  };
  return { do: "stop", from: { record: applyAllowed(record, asked), sequence } };
}

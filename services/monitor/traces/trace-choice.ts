import { isTerminal } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { isSampled, type Sampling } from "../../../runtime/telemetry/sampling.ts";

/** What ended longer ago is not told any more: an index that is built anew reads everything again. Milliseconds. */
const TOLD_FOR_MS = 24 * 3_600_000;

export interface TraceChoice {
  readonly sampling: Sampling;
  /** Whether what failed or expired is told in any case. */
  readonly alwaysFailures: boolean;
}

/** Whether the spans of a task are to be made now, with the newest event of its record. */
export function isToBeTold(record: TaskRecord, choice: TraceChoice, nowMs: number): boolean {
  if (!isTerminal(record.state)) return false;
  if (nowMs - Date.parse(record.finishedAt ?? record.createdAt) > TOLD_FOR_MS) return false;
  const isFailure = record.state === "FAILED" || record.state === "EXPIRED";
  return (isFailure && choice.alwaysFailures) || isSampled(record, choice.sampling);
}

import type { Fenced } from "./delivery.ts";
import { formatDuration } from "./duration.ts";
import type { TaskError } from "./event.ts";
import { applyAllowed } from "./lifecycle.ts";
import { decideOutcome } from "./outcome.ts";
import type { TaskOptions, TaskRecord } from "./task.ts";

/** A limit of one attempt. */
export type AttemptLimit = "SOFT_LIMIT" | "HARD_LIMIT";

/** Which limit an attempt has passed, and when to look at it again. */
export interface Overdue {
  readonly passed: AttemptLimit | undefined;
  /** When it passes the next limit, in milliseconds since 1970; undefined after the last one. */
  readonly nextAtMs: number | undefined;
}

/**
 * Which limit an attempt has passed that its worker should have seen to by itself, long enough ago for that.
 *
 * @param startedAtMs when the attempt was recorded as started
 * @param marginMs what the worker has for it before somebody else looks
 */
export function judgeOverdue(
  { softLimitMs, hardLimitMs }: Pick<TaskOptions, "softLimitMs" | "hardLimitMs">,
  startedAtMs: number,
  nowMs: number,
  marginMs: number,
): Overdue {
  const softAt = startedAtMs + softLimitMs + marginMs;
  const hardAt = startedAtMs + hardLimitMs + marginMs;
  if (nowMs >= hardAt) return { passed: "HARD_LIMIT", nextAtMs: undefined };
  if (nowMs >= softAt) return { passed: "SOFT_LIMIT", nextAtMs: hardAt };
  return { passed: undefined, nextAtMs: Math.min(softAt, hardAt) };
}

/**
 * The record of a RUNNING task after its attempt has been ended for passing its hard limit, when its worker is gone and cannot
 * do that: RETRYING or FAILED, as the retry policy says.
 *
 * @param random from 0 (included) to 1 (excluded); spreads the retry delay
 */
export function endOverdue({ record, sequence }: Fenced, nowMs: number, random: number): Fenced {
  const { event, ...data } = decideOutcome(
    record,
    { kind: "failed", error: hardLimitExceeded(record), retryable: true },
    { nowMs, random, worker: record.worker ?? "unknown", crashLimit: Number.POSITIVE_INFINITY },
  );
  return { record: applyAllowed(record, event, data), sequence };
}

function hardLimitExceeded({ attempt, worker, options }: TaskRecord): TaskError {
  const limit = formatDuration(options.hardLimitMs);
  return {
    name: "HardLimitExceeded",
    message: `attempt ${attempt} took longer than its hard limit of ${limit}, and its worker ${worker ?? "unknown"} is gone`,
    reason: "HARD_LIMIT",
  };
}

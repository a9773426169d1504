/** The times by which a task must have started, and have ended. */

import type { TaskError } from "./event.ts";
import { applyAllowed } from "./lifecycle.ts";
import { deadlineExceeded } from "./stop-request.ts";
import type { TaskOptions, TaskRecord } from "./task.ts";
import { sinceBegun } from "./timeline.ts";

/**
 * Options whose deadlines count from a moment, in milliseconds since 1970: when the task is due or, when it is due at once,
 * now. To be called when a task is submitted, given another time, or done again.
 */
export function withDeadlines(options: TaskOptions, fromMs: number): TaskOptions {
  const { startTimeoutMs, totalTimeoutMs } = options;
  if (startTimeoutMs === undefined && totalTimeoutMs === undefined) return options;
  return {
    ...options,
    ...(startTimeoutMs !== undefined && { startBy: new Date(fromMs + startTimeoutMs).toISOString() }),
    ...(totalTimeoutMs !== undefined && { completeBy: new Date(fromMs + totalTimeoutMs).toISOString() }),
  };
}

/** The error of an attempt that failed when its task had no time left for another; undefined while there is some. */
export function errorIfLate(record: TaskRecord, ended: TaskError, nowMs: number): TaskError | undefined {
  return hasCome(record.options.completeBy, nowMs) ? missed(record, ended) : undefined;
}

/** Whether a time has come; one that is not set never does. */
export function hasCome(time: string | undefined, nowMs: number): boolean {
  return time !== undefined && Date.parse(time) <= nowMs;
}

/**
 * The record of a waiting task after the deadline that it has missed, the first of them when it has missed both; undefined when
 * it may go on. The time by which it must start holds until its first attempt, the time by which it must have ended always.
 */
export function endIfLate(record: TaskRecord, nowMs: number): TaskRecord | undefined {
  const { startBy, completeBy } = record.options;
  const base = { time: new Date(nowMs).toISOString(), attempt: record.attempt };
  if (hasCome(startBy, nowMs) && !hasStarted(record)) {
    return applyAllowed(record, { ...base, type: "expired", reason: "START_TIMEOUT" });
  }
  if (!hasCome(completeBy, nowMs)) return undefined;
  const error = missed(record);
  return applyAllowed(record, { ...base, type: "failed", reason: error.reason, error });
}

/** What the scheduler gets, in milliseconds, to stop an attempt after its deadline before its worker kills it by itself. */
const SCHEDULER_FIRST_MS = 5_000;

/**
 * The limits of an attempt that begins now, in milliseconds: those of the task, and so that it ends without a scheduler too
 * when it has missed its deadline and the grace after that.
 */
export function limitsBy(
  { softLimitMs, hardLimitMs, completeBy }: TaskOptions,
  cancelGraceMs: number,
  nowMs: number,
): Pick<TaskOptions, "softLimitMs" | "hardLimitMs"> {
  if (completeBy === undefined) return { softLimitMs, hardLimitMs };
  const lastMs = Math.max(0, Date.parse(completeBy) - nowMs) + cancelGraceMs + SCHEDULER_FIRST_MS;
  return { softLimitMs: Math.min(softLimitMs, lastMs), hardLimitMs: Math.min(hardLimitMs, lastMs) };
}

/** Whether an attempt has begun since the task was submitted or, when it is being done again, since then. */
export function hasStarted(record: TaskRecord): boolean {
  return sinceBegun(record).some(({ type }) => type === "started");
}

/** The error of a task that has not ended in time; `ended` is what its last attempt ended with. */
export function missed({ options, error }: TaskRecord, ended = error): TaskError {
  return deadlineExceeded(`the task had not ended by ${options.completeBy}`, ended);
}

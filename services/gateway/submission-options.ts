import { withDeadlines } from "../../core/deadlines.ts";
import { formatDuration } from "../../core/duration.ts";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import { MAX_RETRIES, type RetryPolicy } from "../../core/retry.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { TaskType } from "../../core/task-type.ts";
import type { Duration__Output } from "../../proto/gen/google/protobuf/Duration.ts";
import type { RetryPolicy__Output } from "../../proto/gen/longshore/v1/RetryPolicy.ts";
import type { TaskOptions__Output } from "../../proto/gen/longshore/v1/TaskOptions.ts";
import { timestampToMs } from "../../proto/time.ts";
import { readDuration } from "./read-duration.ts";
import { quoted, type Violations } from "./violations.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** How far ahead a task may be scheduled, in milliseconds. */
const MAX_DELAY_MS = 365 * DAY_MS;

/** The longest that a task may be given to start, and to end, in milliseconds. */
const MAX_TIMEOUT_MS = 365 * DAY_MS;

/** How long the record of a finished task may be kept when the task says so itself, in milliseconds. */
const MAX_RESULT_TTL_MS = 30 * DAY_MS;

/** The most different delays that a retry policy may list. */
const MAX_BACKOFF_STEPS = 100;

export const MAX_LABELS = 16;
export const MAX_LABEL_LENGTH = 256;

/** What holds for one task, and when it may start. */
export interface ReadOptions {
  readonly options: TaskOptions;
  /** Milliseconds since 1970; absent is at once. */
  readonly dueAtMs?: number;
}

/** Reads options and fills them in from the type. Limits may be made stricter than the type's, never looser. */
export function readOptions(
  given: TaskOptions__Output | null,
  type: TaskType,
  nowMs: number,
  violations: Violations,
): ReadOptions {
  if (given === null) return { options: optionsOf(type) };
  const between = (field: string, duration: Duration__Output | null | undefined, min: number, max: number) =>
    readDuration(`options.${field}`, duration, min, max, violations);

  const dueAtMs = readStart(given, "options.", nowMs, violations);
  const totalTimeoutMs = between("total_timeout", given.totalTimeout, 1, MAX_TIMEOUT_MS);
  const startTimeoutMs = between("start_timeout", given.startTimeout, 1, MAX_TIMEOUT_MS);
  if (startTimeoutMs !== undefined && totalTimeoutMs !== undefined && startTimeoutMs > totalTimeoutMs) {
    const [start, total] = [startTimeoutMs, totalTimeoutMs].map(formatDuration);
    violations.add(
      "options.start_timeout",
      `is ${start}, must not be more than total_timeout, which is ${total}`,
    );
  }
  const hardLimitMs = between("hard_limit", given.hardLimit, 1, type.hardLimitMs) ?? type.hardLimitMs;
  const softMax = Math.min(type.softLimitMs, hardLimitMs);
  const softLimitMs = between("soft_limit", given.softLimit, 1, softMax) ?? softMax;
  const resultTtlMs =
    between("result_ttl", given.resultTtl, SECOND_MS, MAX_RESULT_TTL_MS) ?? type.resultTtlMs;
  const options = {
    retry: readRetry(given.retry, type.retry, violations),
    softLimitMs,
    hardLimitMs,
    resultTtlMs,
    failedTtlMs: type.failedTtlMs,
    ...(startTimeoutMs !== undefined && { startTimeoutMs }),
    ...(totalTimeoutMs !== undefined && { totalTimeoutMs }),
  };
  return {
    options: withDeadlines(options, dueAtMs ?? nowMs),
    ...(dueAtMs !== undefined && { dueAtMs }),
  };
}

/** Labels are the caller's own words: at most 16, the keys names, the values at most 256 characters. */
export function checkLabels(labels: Readonly<Record<string, string>>, violations: Violations): void {
  const entries = Object.entries(labels);
  if (entries.length > MAX_LABELS) {
    violations.add("labels", `${entries.length} labels, at most ${MAX_LABELS} are allowed`);
  }
  for (const [key, value] of entries) {
    if (!isName(key)) violations.add("labels", `the key ${quoted(key)} is no name; must be ${NAME_FORMAT}`);
    else if (value.length > MAX_LABEL_LENGTH) {
      violations.add(`labels.${key}`, `${value.length} characters, at most ${MAX_LABEL_LENGTH} are allowed`);
    }
  }
}

function optionsOf(type: TaskType): TaskOptions {
  const { retry, softLimitMs, hardLimitMs, resultTtlMs, failedTtlMs } = type;
  return { retry, softLimitMs, hardLimitMs, resultTtlMs, failedTtlMs };
}

function readRetry(
  given: RetryPolicy__Output | null,
  ofType: RetryPolicy,
  violations: Violations,
): RetryPolicy {
  if (given === null) return ofType;
  const { maxRetries = ofType.maxRetries, backoff, jitter } = given;
  if (maxRetries < 0 || maxRetries > MAX_RETRIES) {
    violations.add("options.retry.max_retries", `is ${maxRetries}, must be from 0 to ${MAX_RETRIES}`);
  }
  if (backoff.length > MAX_BACKOFF_STEPS) {
    violations.add(
      "options.retry.backoff",
      `${backoff.length} delays, at most ${MAX_BACKOFF_STEPS} are allowed`,
    );
  }
  const backoffMs = backoff
    .slice(0, MAX_BACKOFF_STEPS)
    .map(
      (delay, index) =>
        readDuration(`options.retry.backoff[${index}]`, delay, 0, MAX_DELAY_MS, violations) ?? 0,
    );
  return {
    maxRetries,
    backoffMs: backoffMs.length > 0 ? backoffMs : ofType.backoffMs,
    jitter: jitter === "FULL" ? "full" : jitter === "NONE" ? "none" : ofType.jitter,
  };
}

/**
 * When a task is to be due, in milliseconds since 1970; undefined when that is at once.
 *
 * @param prefix what comes before the names of the fields, such as `options.`
 */
export function readStart(
  given: Pick<TaskOptions__Output, "start" | "delay" | "scheduleTime">,
  prefix: string,
  nowMs: number,
  violations: Violations,
): number | undefined {
  if (given.start === "scheduleTime") {
    return readScheduleTime(given.scheduleTime, `${prefix}schedule_time`, nowMs, violations);
  }
  return addTo(nowMs, readDuration(`${prefix}delay`, given.delay, 0, MAX_DELAY_MS, violations));
}

function readScheduleTime(
  time: TaskOptions__Output["scheduleTime"],
  field: string,
  nowMs: number,
  violations: Violations,
): number | undefined {
  if (time === null || time === undefined) return undefined;
  const ms = timestampToMs(time);
  if (ms === undefined) violations.add(field, "is no valid time, must be in the years 1 to 9999");
  else if (ms > nowMs + MAX_DELAY_MS) {
    const [is, latest] = [ms, nowMs + MAX_DELAY_MS].map((each) => new Date(each).toISOString());
    violations.add(field, `is ${is}, must not be after ${latest} (a year from now)`);
  }
  // A time that has passed means at once.
  return ms === undefined ? undefined : Math.max(ms, nowMs);
}

function addTo(nowMs: number, delayMs: number | undefined): number | undefined {
  return delayMs === undefined || delayMs === 0 ? undefined : nowMs + delayMs;
}

import { errorIfLate } from "./deadlines.ts";
import type { TaskError, TaskEvent } from "./event.ts";
import type { EventData } from "./lifecycle.ts";
import { retryDelay } from "./retry.ts";
import { endOfStop } from "./stop-request.ts";
import type { StoredObject } from "./stored-object.ts";
import type { TaskRecord } from "./task.ts";
import { sinceBegun } from "./timeline.ts";

/** How one attempt ended, as the worker saw it. */
export type AttemptOutcome =
  /** With the result as JSON, packed, or where it lies: see `TaskRecord`. */
  | {
      readonly kind: "returned";
      readonly result?: unknown;
      readonly resultGzip?: string;
      readonly resultObject?: StoredObject;
      /** A large result as JSON text: to be stored, and replaced by `resultObject`, before it can be recorded. */
      readonly resultText?: string;
    }
  | {
      readonly kind: "failed";
      readonly error: TaskError;
      /** False for an error that no retry can mend. */
      readonly retryable: boolean;
      /** The exact delay the handler asked for, in milliseconds; without it the policy decides. */
      readonly retryAfterMs?: number;
    }
  /** The handler asks to be run again later, and this attempt does not count. */
  | { readonly kind: "snoozed"; readonly delayMs: number; readonly message?: string };

/** What `decideOutcome` may look at besides the record. */
export interface Circumstances {
  readonly nowMs: number;
  /** From 0 (included) to 1 (excluded); spreads the retry delay. */
  readonly random: number;
  readonly worker: string;
  /** A task whose child died by a signal so often, this time included, is not tried again. */
  readonly crashLimit: number;
  /** How long the stop took, when the task was being cancelled. Milliseconds. */
  readonly stopMs?: number;
}

/** The event, and what it brings along. */
export interface Decision extends EventData {
  readonly event: TaskEvent;
}

/**
 * Turns the end of an attempt into the event that records it: success, another try, failure for good, or the end that a
 * stop was asked for. The policy of the task decides; nothing else does.
 */
export function decideOutcome(record: TaskRecord, outcome: AttemptOutcome, at: Circumstances): Decision {
  const base = { time: new Date(at.nowMs).toISOString(), attempt: record.attempt, worker: at.worker };
  if (record.state === "CANCELLING") return stopped(record, outcome, { ...base, ...stopTime(at) });

  switch (outcome.kind) {
    case "returned":
      return { event: { ...base, type: "succeeded" }, ...resultOf(outcome) };
    case "snoozed": {
      const dueAt = new Date(at.nowMs + outcome.delayMs).toISOString();
      const message = outcome.message === undefined ? {} : { message: outcome.message };
      return { event: { ...base, type: "scheduled", reason: "SNOOZED", dueAt, ...message } };
    }
    case "failed":
      return { event: failure(record, outcome, base, at) };
  }
}

function failure(
  record: TaskRecord,
  outcome: Extract<AttemptOutcome, { kind: "failed" }>,
  base: Pick<TaskEvent, "time" | "attempt" | "worker">,
  at: Circumstances,
): TaskEvent {
  const { error } = outcome;
  const before = sinceBegun(record);
  if (isCrash(error) && 1 + before.filter((event) => isCrash(event.error)).length >= at.crashLimit) {
    return { ...base, type: "failed", reason: "CRASH_LOOP", error };
  }
  if (!outcome.retryable) return { ...base, type: "failed", reason: error.reason, error };
  if (record.attempt >= record.maxAttempts) return { ...base, type: "failed", reason: error.reason, error };
  const late = errorIfLate(record, error, at.nowMs);
  if (late !== undefined) return { ...base, type: "failed", reason: late.reason, error: late };
  // Attempts that were given back do not make the delay longer: the policy counts failures.
  const failures = 1 + before.filter((event) => event.type === "retry_scheduled").length;
  const delayMs = outcome.retryAfterMs ?? retryDelay(record.options.retry, failures, at.random);
  const dueAt = new Date(at.nowMs + delayMs).toISOString();
  return { ...base, type: "retry_scheduled", reason: error.reason, error, dueAt };
}

/** A child that a signal ended, and not at our wish: a segmentation fault, an abort, a kill from outside. */
function isCrash(error: TaskError | undefined): boolean {
  return error?.reason === "CHILD_EXITED" && error.signal !== undefined;
}

/** What a cancelled handler still returns is kept; after its deadline a result counts no more. */
function stopped(
  record: TaskRecord,
  outcome: AttemptOutcome,
  base: Pick<TaskEvent, "time" | "attempt" | "worker" | "stopMs">,
): Decision {
  const event = endOfStop(record, base, outcome.kind === "failed" ? outcome.error : undefined);
  return outcome.kind === "returned" && event.type === "cancelled"
    ? { event, ...resultOf(outcome) }
    : { event };
}

function resultOf(outcome: Extract<AttemptOutcome, { kind: "returned" }>): EventData {
  const { result, resultGzip, resultObject } = outcome;
  if (outcome.resultText !== undefined)
    throw new Error("a large result must be stored before it is recorded");
  if (resultObject !== undefined) return { resultObject };
  return resultGzip === undefined ? { result } : { resultGzip };
}

function stopTime(at: Circumstances): { stopMs?: number } {
  return at.stopMs === undefined ? {} : { stopMs: at.stopMs };
}

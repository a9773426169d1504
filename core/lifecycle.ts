import type { EventType, TaskEvent } from "./event.ts";
import type { StoredObject } from "./stored-object.ts";
import type { TaskChanges, TaskRecord, TaskState } from "./task.ts";

/**
 * The life of a task: from each state, the events that may happen and where they lead. `docs/lifecycle.md` shows the
 * same table and is checked against it. A task that has ended stays as it is, unless somebody asks for it to be done again.
 */
export const TRANSITIONS: Readonly<Record<TaskState, Readonly<Partial<Record<EventType, TaskState>>>>> = {
  SCHEDULED: {
    started: "RUNNING",
    scheduled: "SCHEDULED",
    requeued: "QUEUED",
    cancelled: "CANCELLED",
    expired: "EXPIRED",
    failed: "FAILED",
  },
  QUEUED: {
    started: "RUNNING",
    scheduled: "SCHEDULED",
    requeued: "QUEUED",
    cancelled: "CANCELLED",
    expired: "EXPIRED",
    failed: "FAILED",
  },
  RUNNING: {
    succeeded: "SUCCEEDED",
    failed: "FAILED",
    retry_scheduled: "RETRYING",
    scheduled: "SCHEDULED",
    interrupted: "QUEUED",
    cancel_requested: "CANCELLING",
  },
  RETRYING: {
    started: "RUNNING",
    requeued: "QUEUED",
    cancelled: "CANCELLED",
    failed: "FAILED",
  },
  CANCELLING: { cancelled: "CANCELLED", failed: "FAILED" },
  SUCCEEDED: {},
  FAILED: { requeued: "QUEUED" },
  CANCELLED: { requeued: "QUEUED" },
  EXPIRED: { requeued: "QUEUED" },
};

const ENDS: ReadonlySet<TaskState> = new Set(["SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"]);

/** Whether a task in this state has its outcome: nothing happens to it by itself any more. */
export function isTerminal(state: TaskState): boolean {
  return ENDS.has(state);
}

/** Whether a handler is at work: also while it is being told to stop. */
export function isRunning(state: TaskState): boolean {
  return state === "RUNNING" || state === "CANCELLING";
}

/** Why an event was not applied. */
export interface Refusal {
  /** `NOT_ALLOWED`: the table has no such move. `STALE_ATTEMPT`: another attempt has taken over. */
  readonly why: "NOT_ALLOWED" | "STALE_ATTEMPT" | "ATTEMPTS_USED_UP";
  readonly state: TaskState;
}

export type Applied =
  | { readonly ok: true; readonly record: TaskRecord }
  | { readonly ok: false; readonly refusal: Refusal };

/** What an event brings along besides its timeline entry. */
export interface EventData {
  /** The handler's result, for `succeeded` and for a `cancelled` that kept a partial one. Any JSON value. */
  readonly result?: unknown;
  /** The same, packed: see `TaskRecord`. */
  readonly resultGzip?: string;
  /** Where it lies when it is large. */
  readonly resultObject?: StoredObject;
  /** What is different about the task from now on, for `scheduled` and `requeued` when somebody asked for them. */
  readonly changes?: TaskChanges;
}

/**
 * The only way a record changes. Returns the record after the event, or why the event does not apply; the record given
 * is never changed. A `started` event must name the next attempt, every other one the attempt it belongs to.
 */
export function applyEvent(record: TaskRecord, event: TaskEvent, data: EventData = {}): Applied {
  const next = TRANSITIONS[record.state][event.type];
  if (next === undefined) return refuse("NOT_ALLOWED", record);
  const attempt = event.type === "started" ? record.attempt + 1 : record.attempt;
  if (event.attempt !== attempt) return refuse("STALE_ATTEMPT", record);
  if (attempt > record.maxAttempts) return refuse("ATTEMPTS_USED_UP", record);

  const { reason: _reason, dueAt: _dueAt, ...kept } = isTerminal(record.state) ? reopen(record) : record;
  const changed: TaskRecord = {
    ...withChanges(kept, data.changes),
    state: next,
    attempt,
    maxAttempts: attemptsAllowed(record, event),
    timeline: [...record.timeline, event],
    ...(event.reason !== undefined && { reason: event.reason }),
    ...(event.dueAt !== undefined && { dueAt: event.dueAt }),
    ...(event.worker !== undefined && { worker: event.worker }),
    ...(event.error !== undefined && { error: event.error }),
    ...(event.type === "started" && { startedAt: event.time }),
    ...(data.result !== undefined && { result: data.result }),
    ...(data.resultGzip !== undefined && { resultGzip: data.resultGzip }),
    ...(data.resultObject !== undefined && { resultObject: data.resultObject }),
  };
  return { ok: true, record: isTerminal(next) ? finish(changed, event) : changed };
}

/** `applyEvent` for a caller that knows that the event applies. Throws when it does not, because then the caller is wrong. */
export function applyAllowed(record: TaskRecord, event: TaskEvent, data: EventData = {}): TaskRecord {
  const applied = applyEvent(record, event, data);
  if (applied.ok) return applied.record;
  throw new Error(`${event.type} was refused in ${record.state}: ${applied.refusal.why}`);
}

/** A payload that is replaced takes its content type and its object with it. */
function withChanges<Kept extends Partial<TaskRecord>>(kept: Kept, changes: TaskChanges = {}): Kept {
  if (changes.payload === undefined) return { ...kept, ...changes };
  const { payloadContentType: _type, payloadObject: _object, ...rest } = kept;
  return { ...rest, ...changes } as Kept;
}

/** A task that has ended and is done again gets as many attempts as a new one. */
function attemptsAllowed(record: TaskRecord, event: TaskEvent): number {
  if (isTerminal(record.state)) return record.attempt + record.options.retry.maxRetries + 1;
  return record.maxAttempts + (givesAttemptBack(record, event) ? 1 : 0);
}

/** An attempt that was put off or handed back did not fail: it costs the task nothing. */
function givesAttemptBack({ state }: TaskRecord, event: TaskEvent): boolean {
  const isPutOff = event.type === "scheduled" && state === "RUNNING";
  return isPutOff || (event.type === "interrupted" && event.reason !== "WORKER_LOST");
}

/** The record without its outcome, which its timeline keeps telling of. */
function reopen(record: TaskRecord): TaskRecord {
  const {
    error: _error,
    result: _result,
    resultGzip: _packed,
    resultObject: _object,
    finishedAt: _finished,
    expiresAt: _expires,
    ...rest
  } = record;
  return rest;
}

/** Stamps the end, and leaves out the error of an earlier attempt when the task succeeded after all. */
function finish(record: TaskRecord, event: TaskEvent): TaskRecord {
  const { error, ...rest } = record;
  const ttlMs = recordTtlMs(record);
  return {
    ...rest,
    ...(record.state !== "SUCCEEDED" && error !== undefined && { error }),
    finishedAt: event.time,
    expiresAt: new Date(Date.parse(event.time) + ttlMs).toISOString(),
  };
}

/** How long a finished record is kept, in milliseconds. */
export function recordTtlMs(record: TaskRecord): number {
  return record.state === "FAILED" ? record.options.failedTtlMs : record.options.resultTtlMs;
}

function refuse(why: Refusal["why"], record: TaskRecord): Applied {
  return { ok: false, refusal: { why, state: record.state } };
}

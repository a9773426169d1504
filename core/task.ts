import type { TaskError, TaskEvent } from "./event.ts";
import type { RetryPolicy } from "./retry.ts";
import type { StoredObject } from "./stored-object.ts";

/** The levels of a queue, first served first. */
export const PRIORITIES = ["high", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const TASK_STATES = [
  "SCHEDULED",
  "QUEUED",
  "RUNNING",
  "RETRYING",
  "CANCELLING",
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "EXPIRED",
] as const;

/** Where a task is in its life; `core/lifecycle.ts` says who may move it on. */
export type TaskState = (typeof TASK_STATES)[number];

/** What holds for one task, filled in from the request, then from its type. All durations in milliseconds. */
export interface TaskOptions {
  readonly retry: RetryPolicy;
  /** When the handler is told to stop. */
  readonly softLimitMs: number;
  /** When the attempt is killed. */
  readonly hardLimitMs: number;
  /** How long the record is kept after SUCCEEDED, CANCELLED or EXPIRED. */
  readonly resultTtlMs: number;
  /** How long the record is kept after FAILED. */
  readonly failedTtlMs: number;
  /** How long it may wait, once due, for its first attempt. */
  readonly startTimeoutMs?: number;
  /** How long it may take once due, over all attempts and what is between them. */
  readonly totalTimeoutMs?: number;
  /** A task whose first attempt has not begun by then is EXPIRED. RFC 3339. */
  readonly startBy?: string;
  /** A task that has not ended by then fails with DEADLINE_EXCEEDED. RFC 3339. */
  readonly completeBy?: string;
}

/**
 * Everything known of one task, as one JSON object. It lies in the queue until the task first leaves it, and in the
 * newest lifecycle event from then on. Times are RFC 3339 in UTC.
 */
export interface TaskRecord {
  /** The form of this record; a reader refuses a form that it does not know. */
  readonly version: 1;
  readonly id: string;
  readonly project: string;
  readonly type: string;
  readonly queue: string;
  readonly priority: Priority;
  readonly labels: Readonly<Record<string, string>>;
  /** What no two live tasks of one type and project have the same: see `core/unique-key.ts`. */
  readonly uniqueKey?: string;
  /** SHA-256 in hexadecimal of the request that made it, for a task that was submitted under an idempotency key. */
  readonly requestDigest?: string;
  /** The schedule that fired it. */
  readonly scheduleId?: string;
  /** Any JSON value; base64 text when `payloadContentType` is there; null when `payloadObject` is there. */
  readonly payload: unknown;
  readonly payloadContentType?: string;
  /** Where the payload lies when it is large: JSON text, or the bytes when `payloadContentType` is there. */
  readonly payloadObject?: StoredObject;
  readonly options: TaskOptions;
  readonly state: TaskState;
  /** More about the state, from a fixed set of words such as `WORKER_LOST`. */
  readonly reason?: string;
  /** How often the task has been started. Never falls. */
  readonly attempt: number;
  /** How often it may be started. Grows when an attempt ends through no fault of the task. */
  readonly maxAttempts: number;
  /** Who runs it, or ran it last. */
  readonly worker?: string;
  readonly createdAt: string;
  /** When a SCHEDULED or RETRYING task is due. */
  readonly dueAt?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** When the finished record will be forgotten. */
  readonly expiresAt?: string;
  readonly result?: unknown;
  /** Instead of `result`, where it is shorter: base64 of the gzipped JSON. */
  readonly resultGzip?: string;
  /** Instead of `result`, where it is large: where its JSON text lies. */
  readonly resultObject?: StoredObject;
  readonly error?: TaskError;
  /** Only ever appended to; event n is `timeline[n - 1]`. */
  readonly timeline: readonly TaskEvent[];
  /** 32 hex digits (W3C Trace Context). */
  readonly traceId: string;
  /** The caller's `traceparent`, when there was one. */
  readonly traceparent?: string;
}

/** What of a task somebody may change before it starts. */
export type TaskChanges = Partial<
  Pick<TaskRecord, "payload" | "payloadContentType" | "payloadObject" | "priority" | "labels" | "options">
>;

/** What a submission says, checked and filled in. */
export interface NewTask {
  readonly id: string;
  readonly project: string;
  readonly type: string;
  readonly queue: string;
  readonly priority: Priority;
  readonly labels: Readonly<Record<string, string>>;
  readonly uniqueKey?: string;
  readonly requestDigest?: string;
  readonly scheduleId?: string;
  readonly payload: unknown;
  readonly payloadContentType?: string;
  readonly payloadObject?: StoredObject;
  readonly options: TaskOptions;
  /** When it may start at the earliest, in milliseconds since 1970; absent is at once. */
  readonly dueAtMs?: number;
  readonly traceId: string;
  readonly traceparent?: string;
}

/** The record of a task that has just been submitted: QUEUED, or SCHEDULED when it is due later. */
export function createRecord(task: NewTask, nowMs: number): TaskRecord {
  const { uniqueKey, requestDigest, scheduleId, payloadContentType, payloadObject, traceparent, dueAtMs } =
    task;
  const time = new Date(nowMs).toISOString();
  const dueAt = dueAtMs !== undefined && dueAtMs > nowMs ? new Date(dueAtMs).toISOString() : undefined;
  const submitted: TaskEvent = { type: "submitted", time, attempt: 0 };
  // Field by field: this runs for every task of a batch, and to spread the task takes twice as long.
  return {
    version: 1,
    id: task.id,
    project: task.project,
    type: task.type,
    queue: task.queue,
    priority: task.priority,
    labels: task.labels,
    ...(uniqueKey !== undefined && { uniqueKey }),
    ...(requestDigest !== undefined && { requestDigest }),
    ...(scheduleId !== undefined && { scheduleId }),
    payload: task.payload,
    ...(payloadContentType !== undefined && { payloadContentType }),
    ...(payloadObject !== undefined && { payloadObject }),
    options: task.options,
    state: dueAt === undefined ? "QUEUED" : "SCHEDULED",
    attempt: 0,
    maxAttempts: task.options.retry.maxRetries + 1,
    createdAt: time,
    ...(dueAt !== undefined && { dueAt }),
    timeline: dueAt === undefined ? [submitted] : [submitted, { type: "scheduled", time, attempt: 0, dueAt }],
    traceId: task.traceId,
    ...(traceparent !== undefined && { traceparent }),
  };
}

/** The record as it reads once its message has reached the queue: a SCHEDULED task that has come due is QUEUED. */
export function asQueued(record: TaskRecord): TaskRecord {
  return record.state === "SCHEDULED" ? { ...record, state: "QUEUED" } : record;
}

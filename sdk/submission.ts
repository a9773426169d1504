import type { Priority } from "../core/task.ts";
import type { UniquePolicy } from "../core/unique-key.ts";
import type { Duration } from "../proto/gen/google/protobuf/Duration.ts";
import type { RetryPolicy } from "../proto/gen/longshore/v1/RetryPolicy.ts";
import type { SubmitTaskRequest } from "../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { TaskOptions } from "../proto/gen/longshore/v1/TaskOptions.ts";
import { jsonToValue } from "../proto/json-value.ts";
import { PRIORITY_TO_PROTO } from "../proto/priority.ts";
import { msToDuration, msToTimestamp } from "../proto/time.ts";
import { isLargerThan } from "./json-size.ts";

/** A task to accept. What is left out comes from the task's type. Durations are in milliseconds. */
export interface Submission {
  readonly type: string;
  /** Any JSON value; nothing is null. A `Uint8Array` goes as bytes, with `payloadContentType`. */
  readonly payload?: unknown;
  /** For bytes only. Default `application/octet-stream`. */
  readonly payloadContentType?: string;
  /** A UUID of the caller's choice, which makes submitting again safe. */
  readonly taskId?: string;
  readonly queue?: string;
  readonly priority?: Priority;
  readonly labels?: Readonly<Record<string, string>>;
  /** How long to wait before it may start. Not together with `scheduleTime`. */
  readonly delayMs?: number;
  /** When it may start at the earliest: a Date, or text such as `2026-01-31T08:00:00Z`. */
  readonly scheduleTime?: Date | string;
  /** How long it may wait, once due; after that it is EXPIRED. */
  readonly startTimeoutMs?: number;
  /** How long it may take, once due, over all attempts; after that it fails with DEADLINE_EXCEEDED. */
  readonly totalTimeoutMs?: number;
  readonly softLimitMs?: number;
  readonly hardLimitMs?: number;
  readonly retry?: {
    readonly maxRetries?: number;
    readonly backoffMs?: readonly number[];
    readonly jitter?: "full" | "none";
  };
  readonly resultTtlMs?: number;
  /** 1 to 256 characters of which no two live tasks of the type and project have the same. */
  readonly uniqueKey?: string;
  /** What happens when another task holds the key. Default `use_existing`: the answer is that task. */
  readonly uniquePolicy?: UniquePolicy;
  /** For how long after the submission the key stays held, even when the task has ended by then. */
  readonly uniqueWindowMs?: number;
}

/**
 * A submission as its message. Throws JsonValueError for a payload that is no JSON, RangeError for a duration or time
 * that is none.
 */
export function writeSubmission(submission: Submission): SubmitTaskRequest {
  const { taskId, type, queue, priority, labels } = submission;
  return {
    type,
    ...writePayload(submission),
    ...(taskId !== undefined && { taskId }),
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority: PRIORITY_TO_PROTO[priority] }),
    ...(labels !== undefined && { labels: { ...labels } }),
    options: writeOptions(submission),
  };
}

/** The payload of a request; nothing where there is none. Throws JsonValueError for what is no JSON. */
export function writePayload({
  payload,
  payloadContentType,
}: Pick<Submission, "payload" | "payloadContentType">): Pick<SubmitTaskRequest, "payload" | "payloadBytes"> {
  if (payload === undefined) return {};
  if (!(payload instanceof Uint8Array)) return writeJson(payload);
  return { payloadBytes: { data: payload, contentType: payloadContentType ?? "application/octet-stream" } };
}

/** Large JSON goes as text: as a `Value` it would take many times its size in memory, here and at the gateway. */
function writeJson(payload: unknown): Pick<SubmitTaskRequest, "payload" | "payloadBytes"> {
  if (!isLargerThan(payload, TEXT_FROM)) return { payload: jsonToValue(payload) };
  return { payloadBytes: { data: Buffer.from(JSON.stringify(payload)), contentType: "application/json" } };
}

/** In characters. */
const TEXT_FROM = 256 * 1024;

function writeOptions(submission: Submission): TaskOptions {
  const { scheduleTime, retry, uniqueKey, uniquePolicy } = submission;
  return {
    ...duration("delay", submission.delayMs),
    ...(scheduleTime !== undefined && { scheduleTime: msToTimestamp(new Date(scheduleTime).getTime()) }),
    ...duration("startTimeout", submission.startTimeoutMs),
    ...duration("totalTimeout", submission.totalTimeoutMs),
    ...duration("softLimit", submission.softLimitMs),
    ...duration("hardLimit", submission.hardLimitMs),
    ...(retry !== undefined && { retry: writeRetry(retry) }),
    ...duration("resultTtl", submission.resultTtlMs),
    ...(uniqueKey !== undefined && { uniqueKey }),
    ...(uniquePolicy !== undefined && { uniquePolicy: POLICIES[uniquePolicy] }),
    ...duration("uniqueWindow", submission.uniqueWindowMs),
  };
}

const POLICIES = { use_existing: "USE_EXISTING", fail: "FAIL", replace: "REPLACE" } as const satisfies Record<
  UniquePolicy,
  TaskOptions["uniquePolicy"]
>;

function writeRetry({ maxRetries, backoffMs, jitter }: NonNullable<Submission["retry"]>): RetryPolicy {
  return {
    ...(maxRetries !== undefined && { maxRetries }),
    ...(backoffMs !== undefined && { backoff: backoffMs.map(msToDuration) }),
    ...(jitter !== undefined && { jitter: jitter === "full" ? "FULL" : "NONE" }),
  };
}

function duration<Key extends string>(key: Key, ms: number | undefined): { [K in Key]?: Duration } {
  return ms === undefined ? {} : ({ [key]: msToDuration(ms) } as { [K in Key]?: Duration });
}

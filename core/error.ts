import type { ErrorDefinition, StatusName } from "./error-definition.ts";
import type { ErrorDetails, FieldViolation, QuotaViolation } from "./error-details.ts";

const define = <T extends Record<string, ErrorDefinition>>(
  table: T,
): { readonly [K in keyof T]: ErrorDefinition } => table;

/**
 * Every error that leaves Longshore, in one table. A reason never changes its meaning and is never used again
 * for another; `docs/errors.md` lists the same table and a test compares the two.
 *
 * Statuses are the canonical codes of gRPC; reason and metadata follow AIP-193 (`ErrorInfo`).
 */
export const ERRORS = define({
  FIELD_INVALID: {
    status: "INVALID_ARGUMENT",
    message: "{field}: {problem}",
    remedy: "Correct the field that `BadRequest.field_violations` names.",
  },
  REQUEST_UNREADABLE: {
    status: "INVALID_ARGUMENT",
    message: "the request cannot be read: {problem}",
    remedy: "Send the message that the proto describes. JSON may be nested 32 levels deep in a payload.",
  },
  REQUEST_TOO_LARGE: {
    status: "RESOURCE_EXHAUSTED",
    message: "the body is larger than {limit} bytes, which is the most that is allowed",
    remedy: "Nothing was stored. Split the batch, or send less in one request.",
    http: 413,
  },
  METADATA_TOO_LARGE: {
    status: "INVALID_ARGUMENT",
    message: "the metadata of the call has {size} bytes, at most {limit} are allowed",
    remedy: "Send less metadata: a key and a trace context are all that is read.",
  },
  TIMEOUT_INVALID: {
    status: "INVALID_ARGUMENT",
    message: 'grpc-timeout: "{timeout}" is none: it is up to 8 digits and one of H, M, S, m, u, n',
    remedy: "Give the call a deadline by the means of your gRPC library.",
  },
  METHOD_UNKNOWN: {
    status: "NOT_FOUND",
    message: "there is no method {method}",
    remedy: "Check verb and path: docs/http.md lists them.",
  },
  VERB_NOT_ALLOWED: {
    status: "UNIMPLEMENTED",
    message: "{path} takes {allowed}, not {verb}",
    remedy: "Use a verb that `Allow` names: docs/http.md lists them.",
    http: 405,
  },
  TASK_TYPE_UNKNOWN: {
    status: "INVALID_ARGUMENT",
    message: 'type: no worker has registered the task type "{type}"; {known}',
    remedy:
      "Check the spelling, or start a worker that defines the type: `longshore worker --tasks module.ts`.",
  },
  PAYLOAD_INVALID: {
    status: "INVALID_ARGUMENT",
    message: 'payload does not fit the schema of "{type}": {problem}',
    remedy: "Send a payload that fits the type's JSON Schema: `longshore type list --output json` shows it.",
  },
  PAYLOAD_NOT_JSON: {
    status: "INVALID_ARGUMENT",
    message: "payload_bytes.data: not valid JSON although content_type says so: {problem}",
    remedy: "Send valid JSON, or another content type.",
  },
  PAYLOAD_TOO_LARGE: {
    status: "INVALID_ARGUMENT",
    message: "payload: {size} bytes, at most {limit} are allowed",
    remedy:
      "Send a smaller payload: store the data elsewhere and send a reference to it. docs/large-payloads.md tells the limits.",
  },
  BATCH_TOO_LARGE: {
    status: "INVALID_ARGUMENT",
    message: "tasks: {count} items, at most {limit} are allowed in one call",
    remedy: "Split the batch.",
  },
  FILTER_INVALID: {
    status: "INVALID_ARGUMENT",
    message: "filter: at character {position}: {problem}",
    remedy: "Correct the filter: docs/filters.md shows what one looks like.",
  },
  CRON_NEVER_FIRES: {
    status: "INVALID_ARGUMENT",
    message: 'schedule.cron.expression: "{cron}" never fires: no date fits it',
    remedy:
      "Name a day that comes: February has no 30th. `longshore schedule next --cron` shows the next ten times.",
  },
  API_KEY_MISSING: {
    status: "UNAUTHENTICATED",
    message: 'no API key: send it as metadata "x-api-key" or "authorization: Bearer <key>"',
    remedy: "Send the key that `npm start` printed, or make one: `longshore key create --project NAME`.",
  },
  API_KEY_INVALID: {
    status: "UNAUTHENTICATED",
    message: "the API key is not known, or no longer valid",
    remedy: "Check that the key is whole; make a new one with `longshore key create --project NAME`.",
  },
  TOO_MANY_WRONG_KEYS: {
    status: "RESOURCE_EXHAUSTED",
    message:
      "the API key is not known, or no longer valid, and too many such calls have come from this address or with this id: wait {seconds} s",
    remedy:
      "Stop whoever keeps sending the wrong key, and give it a right one: that is let in at once. `RetryInfo` says when the next wrong one is looked at.",
    retryable: true,
  },
  TOKEN_INVALID: {
    status: "UNAUTHENTICATED",
    message: "the token is not valid, or no longer: it has expired, or its API key has ended",
    remedy: "Make a new one: `longshore token create`, or `POST /v1/tokens` with an API key.",
  },
  TOKEN_FORBIDDEN: {
    status: "PERMISSION_DENIED",
    message: "a token is for looking at tasks, not for {method}",
    remedy: "Use an API key: docs/events.md lists what a token is good for.",
  },
  ROLE_MISSING: {
    status: "PERMISSION_DENIED",
    message: 'the API key has the role "{role}", {method} needs "{needed}"',
    remedy: "Use a key of that role: `longshore key create --project NAME --role ROLE` makes one.",
  },
  API_KEY_NOT_FOUND: {
    status: "NOT_FOUND",
    message: 'no API key with the id "{key_id}" in this project',
    remedy: "See the ids with `longshore key list`. A key that was revoked is gone.",
  },
  TASK_NOT_FOUND: {
    status: "NOT_FOUND",
    message: 'no task "{task_id}" in this project',
    remedy: "Check the id and the key's project. Records expire: results after an hour unless set otherwise.",
  },
  TASK_EXISTS: {
    status: "ALREADY_EXISTS",
    message:
      'task "{task_id}" exists with another type or payload: yours has digest {given_digest}, the stored one {stored_digest}',
    remedy: "Use a new id for a different task; the same id is meant for sending the same task again.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: "ALREADY_EXISTS",
    message: 'the idempotency key stands for another request: task "{task_id}" was made from it',
    remedy:
      "Use a new key for a different request; the same key is meant for sending the same request again.",
    http: 422,
  },
  UNIQUE_KEY_HELD: {
    status: "ALREADY_EXISTS",
    message: 'options.unique_key: task "{task_id}" holds "{unique_key}" and is {state}',
    remedy:
      "Nothing was stored. Let that task end, or leave `unique_policy` at USE_EXISTING to be answered with it. With a `unique_window` the key stays held after the end.",
  },
  UNIQUE_KEY_BUSY: {
    status: "UNAVAILABLE",
    message: 'options.unique_key: another submission is taking "{unique_key}", and its task is not there yet',
    remedy: "Nothing was stored. Send the same request again: seconds later the key is either held or free.",
    retryable: true,
  },
  TASK_FINISHED: {
    status: "FAILED_PRECONDITION",
    message: 'task "{task_id}" has already ended: {state}',
    remedy:
      "The task has its outcome: `GetTask` shows it. One that did not succeed can be done again: `RetryTask`.",
  },
  TASK_STARTED: {
    status: "FAILED_PRECONDITION",
    message: 'task "{task_id}" has already started: it is {state}, attempt {attempt}',
    remedy:
      "Only a task that has not started can be changed. Wait for its end, or cancel it and submit another one.",
  },
  TASK_NOT_FINISHED: {
    status: "FAILED_PRECONDITION",
    message: 'task "{task_id}" has not ended: it is {state}',
    remedy:
      "Wait for its end, or cancel it first. One that waits for its time or its retry is started by `RunTask`.",
  },
  QUEUE_NOT_FOUND: {
    status: "NOT_FOUND",
    message: 'no queue "{queue}"; {known}',
    remedy:
      "Check the spelling: `longshore queue list` shows all queues. A queue is there once a worker names it.",
  },
  QUEUE_FULL: {
    status: "RESOURCE_EXHAUSTED",
    message: 'queue "{queue}" is full: {waiting} wait, at most {limit} may',
    remedy:
      "Nothing was stored. Send the request again later; `RetryInfo` says when. `longshore queue update` changes the limit.",
    retryable: true,
  },
  REQUEST_RATE_EXCEEDED: {
    status: "RESOURCE_EXHAUSTED",
    message: "{scope} {name} may make {limit} calls a second, {burst} at once: this one comes too soon",
    remedy:
      "Nothing was stored. Send the request again when `RetryInfo` says so, and fewer of them. `longshore key update` and `longshore project set` change the limit.",
    retryable: true,
  },
  QUEUED_LIMIT_EXCEEDED: {
    status: "RESOURCE_EXHAUSTED",
    message: "project {name} has {queued} tasks that have not ended, at most {limit} are allowed",
    remedy:
      "Nothing was stored. Send the request again later; `RetryInfo` says when. `longshore project set --max-queued` changes the limit.",
    retryable: true,
  },
  PAYLOAD_LIMIT_EXCEEDED: {
    status: "RESOURCE_EXHAUSTED",
    message: "payload: {size} bytes, {scope} {name} may send {limit}",
    remedy:
      "Send a smaller payload: store the data elsewhere and send a reference to it. `--max-payload` of `longshore key update` and `longshore project set` changes the limit.",
  },
  WATCH_LIMIT_EXCEEDED: {
    status: "RESOURCE_EXHAUSTED",
    message: "{scope} {name} has {open} calls open that wait or stream, at most {limit} are allowed",
    remedy:
      "End some of them, or try again when `RetryInfo` says so. `--max-watches` of `longshore key update` and `longshore project set` changes the limit.",
    retryable: true,
  },
  SCHEDULE_LIMIT_EXCEEDED: {
    status: "RESOURCE_EXHAUSTED",
    message: "project {name} has {count} schedules, at most {limit} are allowed",
    remedy: "Delete some of them. `longshore project set --max-schedules` changes the limit.",
  },
  OVERLOADED: {
    status: "UNAVAILABLE",
    message: "this gateway has more to do than it can: {problem}",
    remedy: "Nothing was stored. Send the request again when `RetryInfo` says so, or start another gateway.",
    retryable: true,
  },
  SCHEDULE_NOT_FOUND: {
    status: "NOT_FOUND",
    message: 'no schedule "{schedule_id}" in this project',
    remedy: "See the ids with `longshore schedule list`, and check the key's project.",
  },
  SCHEDULE_EXISTS: {
    status: "ALREADY_EXISTS",
    message: 'schedule "{schedule_id}" exists',
    remedy: "Change it with `UpdateSchedule`, or choose another id.",
  },
  SCHEDULE_CHANGED: {
    status: "FAILED_PRECONDITION",
    message: 'schedule "{schedule_id}" has been changed by somebody else',
    remedy: "Read the schedule again and repeat the change, with the new `etag` if it had one.",
  },
  WORKER_NOT_FOUND: {
    status: "NOT_FOUND",
    message: 'no worker "{worker_id}" answers',
    remedy: "Check the id with `longshore worker list`. A worker that was started again has another one.",
  },
  WORKER_REFUSES: {
    status: "FAILED_PRECONDITION",
    message: 'worker "{worker_id}" refuses: {problem}',
    remedy: "See the pools of each worker, and which workers are stopping, with `longshore worker list`.",
  },
  CONFLICT: {
    status: "ABORTED",
    message: 'task "{task_id}" kept changing while the request was carried out',
    remedy: "Read the task again and repeat the request.",
    retryable: true,
  },
  BROKER_UNAVAILABLE: {
    status: "UNAVAILABLE",
    message: "the task store does not answer: {problem}",
    remedy:
      "Send the same request again with the same task_id; nothing is stored twice. `longshore doctor` says what is wrong.",
    retryable: true,
  },
  FILTER_TOO_BROAD: {
    status: "INVALID_ARGUMENT",
    message: "the filter asks for too much: {problem}",
    remedy: 'Ask for more words in a row, such as text : "disk full on", or for whole words.',
  },
  INDEX_UNAVAILABLE: {
    status: "UNAVAILABLE",
    message: "no monitor answers for its index: {problem}",
    remedy:
      "Send the same request again, or begin without page_token, order_by and text: then the streams themselves are read.",
    retryable: true,
  },
  SILENCE_NOT_FOUND: {
    status: "NOT_FOUND",
    message: "there is no silence {silence}",
    remedy: "ListSilences shows those that have not ended.",
  },
  WEBHOOK_NOT_FOUND: {
    status: "NOT_FOUND",
    message: "there is no webhook {webhook}",
    remedy: "ListWebhooks shows those of the project.",
  },
  LARGE_BODIES_BUSY: {
    status: "RESOURCE_EXHAUSTED",
    message: "this gateway has as many large requests and answers under way as it takes: {what}",
    remedy: "Send the request again later, as `RetryInfo` says, and fewer large ones at a time.",
    retryable: true,
  },
  OBJECT_LOST: {
    status: "DATA_LOSS",
    message: 'the {part} of task "{task_id}" is lost: {problem}',
    remedy: "View BASIC shows the rest of the task. Submit it again if need be.",
  },
  STORE_FULL: {
    status: "RESOURCE_EXHAUSTED",
    message: "the task store is full: {problem}",
    remedy: "Nothing was stored. Let workers catch up, or raise the stream limits.",
  },
  WATCH_POSITION_UNKNOWN: {
    status: "FAILED_PRECONDITION",
    message: "position: not one of this store, which may have been made anew: {problem}",
    remedy:
      "Begin without a position, or with `start_time`, and read what the tasks are now with `ListTasks`.",
  },
  WATCH_TOO_SLOW: {
    status: "RESOURCE_EXHAUSTED",
    message: "the reader is too slow: {problem}",
    remedy:
      "Nothing is lost: watch again with the position of the last answer received, which `ErrorInfo.metadata.position` repeats. Read faster, or ask for less with a filter.",
    retryable: true,
  },
  SCHEDULER_UNAVAILABLE: {
    status: "UNAVAILABLE",
    message: "no scheduler leads",
    remedy:
      "Start one: `longshore scheduler`. After one has died the next one leads within 10 seconds; then send the request again.",
    retryable: true,
  },
  AUDIT_INCOMPLETE: {
    status: "UNAVAILABLE",
    message: "the audit is not complete: {problem}",
    remedy: "Send the request again; what was mended by then stays mended. The scheduler's log tells more.",
    retryable: true,
  },
  SHUTTING_DOWN: {
    status: "UNAVAILABLE",
    message: "this gateway is shutting down",
    remedy: "Send the request again; another gateway will answer.",
    retryable: true,
  },
  INTERNAL: {
    status: "INTERNAL",
    message: "an error of ours, logged under {error_id}",
    remedy: "Report it with the id; the gateway's log has the cause.",
  },
});

export type Reason = keyof typeof ERRORS;

/** `ErrorInfo.domain` of every error. */
export const ERROR_DOMAIN = "longshore";

/** An error from the registry. Anything else that is thrown is a bug or a broken promise, and leaves as INTERNAL. */
export class LongshoreError extends Error {
  override readonly name = "LongshoreError";
  readonly reason: Reason;
  readonly status: StatusName;
  readonly metadata: Readonly<Record<string, string>>;
  readonly violations: readonly FieldViolation[];
  readonly quota: QuotaViolation | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(reason: Reason, metadata: Readonly<Record<string, string>> = {}, options: ErrorDetails = {}) {
    const definition: ErrorDefinition = ERRORS[reason];
    super(
      fill(definition.message, metadata),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.reason = reason;
    this.status = definition.status;
    this.metadata = metadata;
    this.violations = options.violations ?? [];
    this.quota = options.quota;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A refused field: what was given, what is allowed, as one error that names the field. */
export function invalidField(field: string, problem: string): LongshoreError {
  return new LongshoreError(
    "FIELD_INVALID",
    { field, problem },
    { violations: [{ field, description: problem }] },
  );
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

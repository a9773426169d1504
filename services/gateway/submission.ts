import { encodeRecord } from "../../core/codec.ts";
import { invalidField, LongshoreError } from "../../core/error.ts";
import { isName, isTaskId, NAME_FORMAT } from "../../core/name.ts";
import { OBJECT_FROM_BYTES } from "../../core/stored-object.ts";
import {
  createRecord,
  type NewTask,
  type Priority,
  type TaskOptions,
  type TaskRecord,
} from "../../core/task.ts";
import { WEBHOOK_TYPE } from "../../core/webhook.ts";
import type { SubmitTaskRequest__Output } from "../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { priorityFromProto } from "../../proto/priority.ts";
import type { Identity } from "./caller.ts";
import type { Limits } from "./limits/limits.ts";
import { payloadLimitError } from "./limits/payload-limit.ts";
import { type Payload, readPayload } from "./payload.ts";
import { outgrown, type PayloadLimits, placeObject } from "./place-payload.ts";
import { checkLabels, readOptions } from "./submission-options.ts";
import { createTaskId, TASK_ID_FORMAT } from "./task-id.ts";
import { type KnownType, nearestNames, type TaskTypes } from "./task-types.ts";
import { readUniqueTerms, type UniqueTerms } from "./unique-options.ts";
import { quoted, refusedField, summary, Violations } from "./violations.ts";

/** What a submission is checked against. */
export interface SubmissionRules extends PayloadLimits {
  readonly types: TaskTypes;
  /** The most bytes that a new record may take as JSON. */
  readonly maxRecordBytes: () => number;
  /** What keys and projects may do. */
  readonly limits: Pick<Limits, "book">;
  /** The priority of tasks that name none, where the queue has a word in that. */
  readonly defaultPriority: (queue: string) => Priority | undefined;
}

/** A task that is ready to be stored. */
export interface ReadyTask {
  readonly record: TaskRecord;
  /** The record as it is stored: it was written to be measured, and need not be written again. */
  readonly body: string;
  /** What the record's `payloadObject` stands for: to be stored first. Only for a large payload. */
  readonly object?: Uint8Array;
  /** Only for a task with a unique key. */
  readonly unique?: UniqueTerms;
}

/** A task that is ready to be stored, or why it is refused. */
export type Submission =
  | { readonly ok: true; readonly task: ReadyTask; readonly idChosen: boolean }
  | { readonly ok: false; readonly error: LongshoreError };

/**
 * Checks a request and fills it in from its type. All that is wrong with it comes back in one error, except where one fault
 * hides the others: an unknown type, a payload that cannot be read, one that is too large.
 *
 * @param under the id that an idempotency key stands for, and the digest of the request that came under it
 */
export function readSubmission(
  request: SubmitTaskRequest__Output,
  caller: Identity & { readonly traceparent?: string },
  rules: SubmissionRules,
  nowMs: number,
  under?: { readonly taskId: string; readonly digest: string },
): Submission {
  const known = findType(request.type, rules.types);
  if (known instanceof LongshoreError) return { ok: false, error: known };
  const read = readPayload(request, rules.payloadMaxBytes);
  if (!read.ok) return read;

  const violations = new Violations();
  const idChosen = request.taskId !== "" || under !== undefined;
  const id = chosenId(request.taskId, under?.taskId, violations) ?? createTaskId(nowMs);
  const { options, dueAtMs } = readOptions(request.options, known.type, nowMs, violations);
  const unique = readUniqueTerms(request.options, violations);
  checkLabels(request.labels, violations);
  const queue = checkedQueue(request.queue, known, rules.types, violations);
  const { large, ...payload } = read.payload;
  const task: NewTask = {
    id,
    project: caller.project,
    type: known.type.type,
    queue,
    priority: priorityFromProto(request.priority) ?? rules.defaultPriority(queue) ?? known.type.priority,
    labels: request.labels,
    ...(unique !== undefined && { uniqueKey: unique.key }),
    ...(under !== undefined && { requestDigest: under.digest }),
    ...payload,
    options: unique?.windowMs === undefined ? options : keepFor(options, unique.windowMs),
    ...(dueAtMs !== undefined && { dueAtMs }),
    ...traceOf(caller.traceparent, id),
  };
  const error = payloadError(task, known, violations) ?? violations.toError();
  if (error !== undefined) return { ok: false, error };
  const ready =
    large === undefined
      ? readyTask(task, caller, rules, nowMs)
      : readyLarge(task, large, caller, rules, nowMs);
  if (ready instanceof LongshoreError) return { ok: false, error: ready };
  return { ok: true, task: unique === undefined ? ready : { ...ready, unique }, idChosen };
}

/** Whose limits a payload has. */
type SizeOwner = Pick<Identity, "keyId" | "project">;

function readyTask(
  task: NewTask,
  caller: SizeOwner,
  rules: SubmissionRules,
  nowMs: number,
): ReadyTask | LongshoreError {
  const record = createRecord(task, nowMs);
  const body = encodeRecord(record);
  if (body.length * 3 > OBJECT_FROM_BYTES && Buffer.byteLength(body) > OBJECT_FROM_BYTES) {
    const large = outgrown(task);
    if (large !== undefined) return readyLarge(task, large, caller, rules, nowMs);
  }
  return sizeError(record, body, caller, rules) ?? { record, body };
}

function readyLarge(
  task: NewTask,
  large: Uint8Array,
  caller: SizeOwner,
  rules: SubmissionRules,
  nowMs: number,
): ReadyTask | LongshoreError {
  const placed = placeObject(task, large, rules);
  if (!placed.ok) return placed.error;
  const record = createRecord({ ...task, ...placed.fields }, nowMs);
  const body = encodeRecord(record);
  return sizeError(record, body, caller, rules) ?? { record, body, object: large };
}

/** For as long as a key is held by a task that has ended, that task can be shown. */
function keepFor(options: TaskOptions, windowMs: number): TaskOptions {
  const { resultTtlMs, failedTtlMs } = options;
  return {
    ...options,
    resultTtlMs: Math.max(resultTtlMs, windowMs),
    failedTtlMs: Math.max(failedTtlMs, windowMs),
  };
}

/** The registered type of this name, or the error that there is none that callers may use. */
export function findType(type: string, types: TaskTypes): KnownType | LongshoreError {
  // What it sends is signed in the name of the project's webhooks: so only what has happened may become one.
  if (type === WEBHOOK_TYPE)
    return invalidField(
      "type",
      `${quoted(type)} is ours, for events: TestWebhook sends one to try a webhook`,
    );
  const known = types.get(type);
  if (known !== undefined) return known;
  if (!isName(type))
    return invalidField("type", `${quoted(type)} is no name of a task type; must be ${NAME_FORMAT}`);
  const names = types.list().map((each) => each.type);
  return refusedField("TASK_TYPE_UNKNOWN", "type", {
    type,
    known: nearestNames(type, names, "none is registered so far"),
  });
}

/** The id that the caller chose, by itself or by an idempotency key; undefined when it is the server's to make. */
function chosenId(given: string, derived: string | undefined, violations: Violations): string | undefined {
  if (given === "") return derived;
  if (derived !== undefined)
    violations.add("task_id", "may not be there together with an idempotency key: each stands for one task");
  return checkedId(given, violations);
}

function checkedId(text: string, violations: Violations): string {
  const id = text.toLowerCase();
  if (!isTaskId(id)) {
    violations.add("task_id", `${quoted(text)} is no task id; must be ${TASK_ID_FORMAT}, or empty`);
  }
  return id;
}

/** A queue must be one that some registered type names: on any other the task would wait for ever. */
function checkedQueue(queue: string, { type }: KnownType, types: TaskTypes, violations: Violations): string {
  if (queue === "" || queue === type.queue) return type.queue;
  if (!isName(queue))
    violations.add("queue", `${quoted(queue)} is no name; must be ${NAME_FORMAT}, or empty`);
  else if (!types.queues().has(queue)) {
    const known = nearestNames(queue, types.queues(), "there is none");
    violations.add("queue", `no task type uses the queue ${quoted(queue)}, so no worker serves it; ${known}`);
  }
  return queue;
}

/** A task without a trace of its caller begins one, named by its id: whoever has the id finds the trace. */
function traceOf(traceparent: string | undefined, id: string): Pick<NewTask, "traceId" | "traceparent"> {
  if (traceparent === undefined) return { traceId: id.replaceAll("-", "") };
  return { traceId: traceparent.slice(3, 35), traceparent };
}

/** What is wrong with a payload by the schema of its type. Bytes other than JSON are opaque: a schema says nothing of them. */
export function payloadError(
  task: Pick<NewTask, "type"> & Payload,
  known: KnownType,
  violations: Violations,
): LongshoreError | undefined {
  if (task.payloadContentType !== undefined) return undefined;
  const problem = known.checkPayload(task.payload);
  if (problem === undefined) return undefined;
  if (problem.kind === "schema") {
    violations.add(
      "type",
      `the schema that a worker registered for ${quoted(task.type)} cannot be used: ${problem.problem}`,
    );
    return undefined;
  }
  if (violations.all.length > 0) {
    for (const { field, description } of problem.violations) violations.add(field, description);
    return undefined;
  }
  const [first] = problem.violations;
  const text = `${first?.field ?? "payload"} ${summary(problem.violations)}`;
  return new LongshoreError("PAYLOAD_INVALID", { type: task.type, problem: text }, problem);
}

/**
 * What is wrong with the size of a record: its payload may be no larger than the caller may send, and all of it must fit one
 * message of NATS with its headers. What is not payload in it is not the caller's to shorten.
 */
export function sizeError(
  record: TaskRecord,
  body: string,
  caller: SizeOwner,
  { limits, maxRecordBytes }: Pick<SubmissionRules, "limits" | "maxRecordBytes">,
): LongshoreError | undefined {
  return (
    payloadLimitError(record, body, caller, limits.book) ?? messageSizeError(record, body, maxRecordBytes())
  );
}

function messageSizeError(record: TaskRecord, body: string, maxBytes: number): LongshoreError | undefined {
  // No character takes more than three bytes in UTF-8 for one unit of UTF-16: most records need not be measured.
  if (body.length * 3 <= maxBytes) return undefined;
  const total = Buffer.byteLength(body);
  if (total <= maxBytes) return undefined;
  const size = Buffer.byteLength(JSON.stringify(record.payload));
  const limit = Math.max(0, maxBytes - (total - size));
  return refusedField("PAYLOAD_TOO_LARGE", "payload", { size: String(size), limit: String(limit) });
}

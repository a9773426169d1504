import { TASK_STATES } from "../../../../core/task.ts";
import { celeryStatus } from "../celery-status.ts";
import { IDEMPOTENCY_KEY } from "./method-operation.ts";
import type { Operation, Parameter, Response, Schema } from "./schema.ts";

const STATUSES = TASK_STATES.map(celeryStatus);

const nullable = (type: string): Schema => ({ type: [type, "null"] });

const TASK: Schema = {
  type: "object",
  properties: {
    task_id: { type: "string", format: "uuid" },
    task_type: { type: "string" },
    queue: { type: "string" },
    priority: { enum: ["high", "normal", "low"] },
    status: { enum: STATUSES },
    attempt: { type: "integer" },
    created_at: { type: "string", format: "date-time" },
    started_at: { type: ["string", "null"], format: "date-time" },
    completed_at: { type: ["string", "null"], format: "date-time" },
    result: { description: "What the handler returned." },
    error: nullable("string"),
    message: { type: "string", description: "What became of a DELETE." },
  },
  required: ["task_id", "task_type", "status"],
};

const REFUSED: Schema = {
  type: "object",
  properties: { detail: { type: "string", description: "What is wrong." }, status: { enum: STATUSES } },
  required: ["detail"],
};

const SUBMISSION: Schema = {
  type: "object",
  description: "Beside these, all that `SubmitTaskRequest` has.",
  properties: {
    task_type: { type: "string", description: "The task type; `type` means the same." },
    parameters: { description: "The payload; `payload` means the same." },
    priority: { type: "string", description: "`high`, `normal` or `low`, in any case." },
  },
};

const TASK_ID: Parameter = {
  name: "task_id",
  in: "path",
  required: true,
  description: "Its UUID.",
  schema: { type: "string" },
};

const json = (description: string, schema: Schema): Response => ({
  description,
  content: { "application/json": { schema } },
});

const refusals = (...statuses: readonly (readonly [status: number, description: string])[]) =>
  Object.fromEntries(
    [
      [401, "No key, or none that is valid."] as const,
      [403, "The role of the key is not enough."] as const,
      [409, "Refused as things are."] as const,
      [413, "The body is too large."] as const,
      [422, "Something in the request is wrong."] as const,
      [429, "Too much at once: `Retry-After` says when to try again."] as const,
      [500, "An error of ours, logged under the id that `detail` has."] as const,
      [503, "Try again: `Retry-After` says when."] as const,
      ...statuses,
    ].map(([status, description]) => [status, json(description, REFUSED)]),
  );

const NOT_THERE: readonly [number, string] = [404, "There is no such task, or it is another project's."];

const WINDOW: Parameter = {
  name: "window",
  in: "query",
  description: "How far to look back.",
  schema: { enum: ["5m", "1h", "24h"], default: "1h" },
};

const COUNTS = {
  total: { type: "integer", description: "Tasks that were accepted." },
  started: { type: "integer" },
  completed: { type: "integer" },
  failed: { type: "integer" },
  cancelled: { type: "integer" },
  expired: { type: "integer" },
  retries: { type: "integer" },
  success_rate: nullable("number"),
  failure_rate: nullable("number"),
  average_wait_seconds: nullable("number"),
  average_duration_seconds: nullable("number"),
} as const satisfies Readonly<Record<string, Schema>>;

const METRICS: Schema = {
  type: "object",
  properties: {
    window: { type: "string" },
    ...COUNTS,
    running: { type: "integer", description: "Tasks that run now." },
    queued: { type: "integer" },
    scheduled: { type: "integer" },
    by_type: { type: "object", additionalProperties: { type: "object", properties: COUNTS } },
  },
  required: ["window", "total"],
};

const HEALTH: Schema = {
  type: "object",
  properties: {
    status: { enum: ["healthy", "degraded", "unhealthy"] },
    reasons: {
      type: "array",
      items: {
        type: "object",
        properties: {
          name: { type: "string" },
          severity: { enum: ["warning", "critical"] },
          summary: { type: "string" },
          labels: { type: "object", additionalProperties: { type: "string" } },
          value: { type: "number" },
        },
      },
    },
  },
  required: ["status", "reasons"],
};

/** The paths of the Celery service, by what they do. */
export const CELERY_OPERATIONS = {
  submit: {
    operationId: "celerySubmitTask",
    tags: ["Celery"],
    summary: "Accepts a task",
    parameters: [IDEMPOTENCY_KEY],
    requestBody: { required: true, content: { "application/json": { schema: SUBMISSION } } },
    responses: { 202: json("It is accepted.", TASK), ...refusals() },
  },
  get: {
    operationId: "celeryGetTask",
    tags: ["Celery"],
    summary: "Shows a task",
    parameters: [TASK_ID],
    responses: { 200: json("The task.", TASK), ...refusals(NOT_THERE) },
  },
  cancel: {
    operationId: "celeryCancelTask",
    tags: ["Celery"],
    summary: "Cancels a task",
    parameters: [TASK_ID],
    responses: {
      200: json("It is cancelled, or was before.", TASK),
      202: json("It runs, and is being stopped.", TASK),
      ...refusals(NOT_THERE, [409, "It has ended otherwise: `status` says how."]),
    },
  },
  metrics: {
    operationId: "celeryMetrics",
    tags: ["Celery"],
    summary: "The numbers of tasks within a window of time",
    parameters: [WINDOW],
    responses: { 200: json("The numbers.", METRICS), ...refusals() },
  },
  health: {
    operationId: "celeryHealth",
    tags: ["Celery"],
    summary: "The health of tasks",
    responses: { 200: json("The health.", HEALTH), ...refusals() },
  },
} as const satisfies Readonly<Record<string, Operation>>;

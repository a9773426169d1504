/**
 * Every name that Longshore gives to something it tells OpenTelemetry. The attributes that are not its own are those of the
 * semantic conventions for messaging (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/), for errors and
 * for exceptions; there are none for NATS, so its name is a value of our own.
 */
export const ATTRIBUTES = {
  messagingSystem: "messaging.system",
  messagingOperationName: "messaging.operation.name",
  messagingOperationType: "messaging.operation.type",
  messagingDestination: "messaging.destination.name",
  messagingMessageId: "messaging.message.id",
  errorType: "error.type",
  exceptionType: "exception.type",
  exceptionMessage: "exception.message",
  exceptionStacktrace: "exception.stacktrace",
  serviceName: "service.name",
  serviceVersion: "service.version",
  serviceInstance: "service.instance.id",
  taskId: "longshore.task.id",
  taskType: "longshore.task.type",
  taskState: "longshore.task.state",
  taskReason: "longshore.task.reason",
  taskAttempt: "longshore.task.attempt",
  taskMaxAttempts: "longshore.task.max_attempts",
  taskPriority: "longshore.task.priority",
  project: "longshore.project",
  schedule: "longshore.schedule.id",
  by: "longshore.by",
} as const;

export const MESSAGING_SYSTEM = "nats";

/** What `messaging.operation.name` and `messaging.operation.type` say of a span. */
export const OPERATIONS = { create: "create", process: "process" } as const;

/** The event of a span that tells of an error; its name is given by the conventions. */
export const EXCEPTION_EVENT = "exception";

/** Who says that a task was there, and who says that it ran. `OTEL_SERVICE_NAME` replaces the first, and begins the second. */
export const SERVICE_NAME = "longshore";

/** Names of spans. */
export const SPAN_NAMES = {
  task: (type: string) => `task ${type}`,
  queued: "queued",
  scheduled: "scheduled",
  backoff: "backoff",
  process: (queue: string) => `process ${queue}`,
} as const;

import type { TaskError, TaskEvent } from "../../../core/event.ts";
import type { TaskRecord } from "../../../core/task.ts";
import {
  ATTRIBUTES,
  EXCEPTION_EVENT,
  MESSAGING_SYSTEM,
  OPERATIONS,
  SPAN_NAMES,
} from "../../../runtime/telemetry/semconv.ts";
import { spanIdOf } from "../../../runtime/telemetry/trace-context.ts";
import type { Span, SpanEvent } from "./span.ts";

/** An attempt, from its start to whatever ended it. */
export interface Attempt {
  readonly record: TaskRecord;
  /** The id of the task's span. */
  readonly parentId: string;
  readonly start: TaskEvent;
  readonly end: TaskEvent;
  readonly cancelRequests: readonly TaskEvent[];
}

/** The span of one attempt, below which the spans of its handler are: the worker tells the handler the same id. */
export function attemptSpan({ record, parentId, start, end, cancelRequests }: Attempt): Span {
  const { attempt } = start;
  const startMs = Date.parse(start.time);
  const error = failureOf(end);
  return {
    traceId: record.traceId,
    spanId: spanIdOf(record.id, attempt, "process"),
    parentId,
    name: SPAN_NAMES.process(record.queue),
    kind: "consumer",
    startMs,
    endMs: Math.max(startMs, Date.parse(end.time)),
    attributes: {
      [ATTRIBUTES.messagingSystem]: MESSAGING_SYSTEM,
      [ATTRIBUTES.messagingOperationName]: OPERATIONS.process,
      [ATTRIBUTES.messagingOperationType]: OPERATIONS.process,
      [ATTRIBUTES.messagingDestination]: record.queue,
      [ATTRIBUTES.messagingMessageId]: record.id,
      [ATTRIBUTES.taskId]: record.id,
      [ATTRIBUTES.taskType]: record.type,
      [ATTRIBUTES.taskAttempt]: attempt,
      ...(end.reason !== undefined && { [ATTRIBUTES.taskReason]: end.reason }),
      ...(error !== undefined && { [ATTRIBUTES.errorType]: error.type }),
    },
    events: [
      ...cancelRequests.map(cancelEvent),
      ...(end.error === undefined ? [] : [exceptionEvent(end.error, Date.parse(end.time))]),
    ],
    linkedIds: [],
    ...(error !== undefined && { error: error.text }),
    ...(start.worker !== undefined && { worker: start.worker }),
  };
}

/** A cancel that somebody asked for is no failure, nor is an attempt that was put off or handed back. */
function failureOf({ type, reason, error }: TaskEvent): { type: string; text: string } | undefined {
  const isFailure =
    type === "failed" || type === "retry_scheduled" || (type === "interrupted" && reason === "WORKER_LOST");
  if (!isFailure) return undefined;
  if (error === undefined) return { type: reason ?? type, text: reason ?? type };
  return { type: error.name, text: `${error.name}: ${error.message}` };
}

function exceptionEvent({ name, message, stack }: TaskError, atMs: number): SpanEvent {
  return {
    name: EXCEPTION_EVENT,
    atMs,
    attributes: {
      [ATTRIBUTES.exceptionType]: name,
      [ATTRIBUTES.exceptionMessage]: message,
      ...(stack !== undefined && { [ATTRIBUTES.exceptionStacktrace]: stack }),
    },
  };
}

function cancelEvent({ time, by, reason }: TaskEvent): SpanEvent {
  return {
    name: "cancel_requested",
    atMs: Date.parse(time),
    attributes: {
      ...(by !== undefined && { [ATTRIBUTES.by]: by }),
      ...(reason !== undefined && { [ATTRIBUTES.taskReason]: reason }),
    },
  };
}

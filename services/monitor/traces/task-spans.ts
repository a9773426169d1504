import type { TaskEvent } from "../../../core/event.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { sinceBegun } from "../../../core/timeline.ts";
import { ATTRIBUTES, MESSAGING_SYSTEM, OPERATIONS, SPAN_NAMES } from "../../../runtime/telemetry/semconv.ts";
import { readTraceparent, spanIdOf } from "../../../runtime/telemetry/trace-context.ts";
import { attemptSpan } from "./attempt-span.ts";
import type { Span } from "./span.ts";

/** Of a task that waits and runs in turns without end only the newest spans are made. */
export const MAX_SPANS = 1_000;

/** Part of a task that has begun and not ended. */
interface Open {
  readonly kind: "queued" | "scheduled" | "backoff" | "process";
  readonly event: TaskEvent;
  /** Where in the timeline it begins. */
  readonly index: number;
  readonly cancelRequests: TaskEvent[];
}

/**
 * The spans of a task that has ended, out of its timeline: one of the task as a whole, below the caller's where there is one, and below it
 * one for each time that it waited, was put off, or ran. Of a task that was done again only those since then: the others
 * were made when it ended first. Made twice they are the same.
 */
export function taskSpans(record: TaskRecord): Span[] {
  const run = sinceBegun({ timeline: record.timeline.slice(0, -1) });
  const last = record.timeline.at(-1);
  if (last === undefined) return [];
  const first = record.timeline.length - 1 - run.length;
  const taskSpanId = spanIdOf(record.id, first, "task");
  const parts: Span[] = [];
  let open: Open | undefined;
  [...run, last].forEach((event, i) => {
    if (event.type === "cancel_requested") {
      open?.cancelRequests.push(event);
      return;
    }
    if (open !== undefined) parts.push(...close(record, taskSpanId, open, event));
    open = begin(event, first + i);
  });
  return [wholeTask(record, taskSpanId, first, run[0] ?? last, last), ...parts.slice(1 - MAX_SPANS)];
}

function begin(event: TaskEvent, index: number): Open | undefined {
  const begun = { event, index, cancelRequests: [] };
  switch (event.type) {
    case "submitted":
    case "interrupted":
    case "requeued":
      return { ...begun, kind: "queued" };
    case "scheduled":
      return { ...begun, kind: "scheduled" };
    case "retry_scheduled":
      return { ...begun, kind: "backoff" };
    case "started":
      return { ...begun, kind: "process" };
    default:
      return undefined;
  }
}

/** What was put off waits in the queue from when it is due. */
function close(record: TaskRecord, parentId: string, open: Open, end: TaskEvent): Span[] {
  const startMs = Date.parse(open.event.time);
  const endMs = Math.max(startMs, Date.parse(end.time));
  switch (open.kind) {
    case "process":
      return [attemptSpan({ record, parentId, start: open.event, end, cancelRequests: open.cancelRequests })];
    case "queued":
      // A schedule that is part of the submission, or a request to start at once, leaves no time in the queue.
      return endMs === startMs && end.type !== "started"
        ? []
        : [waitSpan(record, parentId, "queued", open.index, startMs, endMs)];
    case "scheduled":
    case "backoff": {
      const dueMs = Math.max(startMs, Date.parse(open.event.dueAt ?? open.event.time));
      const off = waitSpan(record, parentId, open.kind, open.index, startMs, Math.min(dueMs, endMs));
      return dueMs < endMs ? [off, waitSpan(record, parentId, "queued", open.index, dueMs, endMs)] : [off];
    }
  }
}

function waitSpan(
  record: TaskRecord,
  parentId: string,
  kind: "queued" | "scheduled" | "backoff",
  index: number,
  startMs: number,
  endMs: number,
): Span {
  return {
    traceId: record.traceId,
    spanId: spanIdOf(record.id, index, kind),
    parentId,
    name: SPAN_NAMES[kind],
    kind: "internal",
    startMs,
    endMs,
    attributes: {
      [ATTRIBUTES.taskId]: record.id,
      [ATTRIBUTES.messagingDestination]: record.queue,
      ...(kind === "backoff" && { [ATTRIBUTES.taskAttempt]: record.timeline[index]?.attempt ?? 0 }),
    },
    events: [],
    linkedIds: [],
  };
}

function wholeTask(
  record: TaskRecord,
  spanId: string,
  index: number,
  first: TaskEvent,
  last: TaskEvent,
): Span {
  const caller = record.traceparent === undefined ? undefined : readTraceparent(record.traceparent);
  const startMs = Date.parse(first.time);
  return {
    traceId: record.traceId,
    spanId,
    ...(caller !== undefined && { parentId: caller.spanId }),
    name: SPAN_NAMES.task(record.type),
    kind: "producer",
    startMs,
    endMs: Math.max(startMs, Date.parse(last.time)),
    attributes: {
      [ATTRIBUTES.messagingSystem]: MESSAGING_SYSTEM,
      [ATTRIBUTES.messagingOperationName]: OPERATIONS.create,
      [ATTRIBUTES.messagingOperationType]: OPERATIONS.create,
      [ATTRIBUTES.messagingDestination]: record.queue,
      [ATTRIBUTES.messagingMessageId]: record.id,
      [ATTRIBUTES.taskId]: record.id,
      [ATTRIBUTES.taskType]: record.type,
      [ATTRIBUTES.taskState]: record.state,
      [ATTRIBUTES.taskAttempt]: record.attempt,
      [ATTRIBUTES.taskMaxAttempts]: record.maxAttempts,
      [ATTRIBUTES.taskPriority]: record.priority,
      [ATTRIBUTES.project]: record.project,
      ...(record.reason !== undefined && { [ATTRIBUTES.taskReason]: record.reason }),
      ...(record.scheduleId !== undefined && { [ATTRIBUTES.schedule]: record.scheduleId }),
      ...(first.type === "requeued" && first.by !== undefined && { [ATTRIBUTES.by]: first.by }),
      ...errorAttributes(record),
    },
    events: [],
    linkedIds: earlierTaskSpans(record, index),
    ...errorOf(record),
  };
}

/** A task that is done again goes on from what it was before. */
function earlierTaskSpans(record: TaskRecord, index: number): string[] {
  if (index === 0) return [];
  const before = record.timeline.slice(0, index - 1);
  return [spanIdOf(record.id, before.length - sinceBegun({ timeline: before }).length, "task")];
}

function errorAttributes({ state, error }: TaskRecord): Record<string, string> {
  if (state === "EXPIRED") return { [ATTRIBUTES.errorType]: "EXPIRED" };
  return state === "FAILED" ? { [ATTRIBUTES.errorType]: error?.name ?? "FAILED" } : {};
}

function errorOf({ state, error, reason }: TaskRecord): Pick<Span, "error"> {
  if (state === "EXPIRED") return { error: reason ?? "it had not started in time" };
  if (state !== "FAILED") return {};
  return { error: error === undefined ? (reason ?? "it failed") : `${error.name}: ${error.message}` };
}

/** What callers see of the events of a task. */

import type { TaskError, TaskEvent } from "../../core/event.ts";
import type { TaskRecord, TaskState } from "../../core/task.ts";
import { stateAfter } from "../../core/timeline.ts";
import type { TaskError as ProtoError } from "../../proto/gen/longshore/v1/TaskError.ts";
import type { TaskEvent as ProtoEvent } from "../../proto/gen/longshore/v1/TaskEvent.ts";
import { msToDuration, msToTimestamp } from "../../proto/time.ts";

/** How much of a task is shown: BASIC leaves out payload, result, stacks and causes. */
export type View = "BASIC" | "FULL";

/** A time of a record (RFC 3339) as the API shows it. */
export function timestamp(time: string) {
  return msToTimestamp(Date.parse(time));
}

/**
 * The events of a record, numbered, each with the state it led to: the record holds only the last state, the others
 * follow from the table.
 *
 * @param after the number of the last event that is not wanted; 0 for all
 */
export function timelineToProto(record: TaskRecord, view: View, after = 0): ProtoEvent[] {
  const { timeline } = record;
  const events: ProtoEvent[] = [];
  let state: TaskState = "QUEUED";
  timeline.forEach((event, index) => {
    state = stateAfter(state, event);
    if (index >= after) events.push(eventToProto(event, index + 1, state, view));
  });
  return events;
}

function eventToProto(event: TaskEvent, number: number, state: TaskState, view: View): ProtoEvent {
  const proto: ProtoEvent = {
    number,
    type: EVENT_TYPE_TO_PROTO[event.type],
    time: timestamp(event.time),
    attempt: event.attempt,
    state,
  };
  if (event.reason !== undefined) proto.reason = event.reason;
  if (event.message !== undefined) proto.message = event.message;
  if (event.by !== undefined) proto.by = event.by;
  if (event.worker !== undefined) proto.worker = event.worker;
  if (event.error !== undefined) proto.error = errorToProto(event.error, event.attempt, view);
  if (event.dueAt !== undefined) proto.dueTime = timestamp(event.dueAt);
  if (event.stopMs !== undefined) proto.stopDuration = msToDuration(Math.round(event.stopMs));
  return proto;
}

/** An error of an attempt as the API shows it. */
export function errorToProto(error: TaskError, attempt: number, view: View): ProtoError {
  const proto: ProtoError = { name: error.name, message: error.message, reason: error.reason, attempt };
  if (error.exitCode !== undefined) {
    proto.exitCode = error.exitCode;
    proto._exitCode = "exitCode";
  }
  if (error.signal !== undefined) proto.signal = error.signal;
  if (error.peakMemoryBytes !== undefined) {
    proto.peakMemoryBytes = error.peakMemoryBytes;
    proto._peakMemoryBytes = "peakMemoryBytes";
  }
  if (error.cpuMs !== undefined) proto.cpuTime = msToDuration(Math.round(error.cpuMs));
  if (view === "FULL") {
    proto.stack = error.stack ?? "";
    proto.causes = [...(error.causes ?? [])];
  }
  return proto;
}

const EVENT_TYPE_TO_PROTO = {
  submitted: "SUBMITTED",
  scheduled: "SCHEDULED",
  started: "STARTED",
  retry_scheduled: "RETRY_SCHEDULED",
  interrupted: "INTERRUPTED",
  requeued: "REQUEUED",
  cancel_requested: "CANCEL_REQUESTED",
  succeeded: "SUCCEEDED",
  failed: "FAILED",
  cancelled: "CANCELLED",
  expired: "EXPIRED",
} as const;

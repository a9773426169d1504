// Original file: proto/longshore/v1/task.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { TaskError as _longshore_v1_TaskError, TaskError__Output as _longshore_v1_TaskError__Output } from '../../longshore/v1/TaskError.ts';
import type { _longshore_v1_Task_State, _longshore_v1_Task_State__Output } from '../../longshore/v1/Task.ts';
import type { Progress as _longshore_v1_Progress, Progress__Output as _longshore_v1_Progress__Output } from '../../longshore/v1/Progress.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

// Original file: proto/longshore/v1/task.proto

/**
 * What happened.
 */
export const _longshore_v1_TaskEvent_Type = {
  /**
   * Never sent by the server.
   */
  TYPE_UNSPECIFIED: 'TYPE_UNSPECIFIED',
  /**
   * The task was accepted.
   */
  SUBMITTED: 'SUBMITTED',
  /**
   * It waits until `due_time`: after SUBMITTED with a delay, or because its handler put it off (reason SNOOZED).
   */
  SCHEDULED: 'SCHEDULED',
  /**
   * An attempt began, on `worker`.
   */
  STARTED: 'STARTED',
  /**
   * The attempt failed with `error`, and another follows at `due_time`.
   */
  RETRY_SCHEDULED: 'RETRY_SCHEDULED',
  /**
   * The attempt ended without an outcome of its own (its worker was lost or is shutting down); another may follow.
   */
  INTERRUPTED: 'INTERRUPTED',
  /**
   * Somebody cancelled the running task, or its deadline did; its handler is being told.
   */
  CANCEL_REQUESTED: 'CANCEL_REQUESTED',
  /**
   * Final: the handler returned.
   */
  SUCCEEDED: 'SUCCEEDED',
  /**
   * Final: the attempt failed with `error`, and none follows.
   */
  FAILED: 'FAILED',
  /**
   * Final: it was cancelled.
   */
  CANCELLED: 'CANCELLED',
  /**
   * Final: it did not start in time.
   */
  EXPIRED: 'EXPIRED',
  /**
   * The handler reported `progress`. Only in WatchTask, best effort, never in a timeline.
   */
  PROGRESS: 'PROGRESS',
  /**
   * The task is in line because somebody asked for that: changed, wanted now, or to be done again after it had ended.
   */
  REQUEUED: 'REQUEUED',
} as const;

/**
 * What happened.
 */
export type _longshore_v1_TaskEvent_Type =
  /**
   * Never sent by the server.
   */
  | 'TYPE_UNSPECIFIED'
  | 0
  /**
   * The task was accepted.
   */
  | 'SUBMITTED'
  | 1
  /**
   * It waits until `due_time`: after SUBMITTED with a delay, or because its handler put it off (reason SNOOZED).
   */
  | 'SCHEDULED'
  | 2
  /**
   * An attempt began, on `worker`.
   */
  | 'STARTED'
  | 3
  /**
   * The attempt failed with `error`, and another follows at `due_time`.
   */
  | 'RETRY_SCHEDULED'
  | 4
  /**
   * The attempt ended without an outcome of its own (its worker was lost or is shutting down); another may follow.
   */
  | 'INTERRUPTED'
  | 5
  /**
   * Somebody cancelled the running task, or its deadline did; its handler is being told.
   */
  | 'CANCEL_REQUESTED'
  | 6
  /**
   * Final: the handler returned.
   */
  | 'SUCCEEDED'
  | 7
  /**
   * Final: the attempt failed with `error`, and none follows.
   */
  | 'FAILED'
  | 8
  /**
   * Final: it was cancelled.
   */
  | 'CANCELLED'
  | 9
  /**
   * Final: it did not start in time.
   */
  | 'EXPIRED'
  | 10
  /**
   * The handler reported `progress`. Only in WatchTask, best effort, never in a timeline.
   */
  | 'PROGRESS'
  | 11
  /**
   * The task is in line because somebody asked for that: changed, wanted now, or to be done again after it had ended.
   */
  | 'REQUEUED'
  | 12

/**
 * What happened.
 */
export type _longshore_v1_TaskEvent_Type__Output = typeof _longshore_v1_TaskEvent_Type[keyof typeof _longshore_v1_TaskEvent_Type]

/**
 * One thing that happened to a task.
 * 
 * Lifecycle events are numbered from 1 without a gap, and are durable: whoever reads the events of a task after number
 * n gets all of them, in order. PROGRESS is neither.
 */
export interface TaskEvent {
  /**
   * The place in the timeline, from 1. For PROGRESS, that of the lifecycle event before it, so that
   * `WatchTaskRequest.after_event` can take the number of whichever event came last.
   */
  'number'?: (number);
  /**
   * What happened. Clients skip types that they do not know.
   */
  'type'?: (_longshore_v1_TaskEvent_Type);
  /**
   * When it was recorded.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * The attempt it belongs to, from 1; 0 when none has begun.
   */
  'attempt'?: (number);
  /**
   * Why, as a code such as HANDLER_ERROR, WORKER_LOST or HARD_LIMIT. Empty where the type says it all.
   */
  'reason'?: (string);
  /**
   * The same for people; for CANCEL_REQUESTED and CANCELLED the reason that was given. May be empty.
   */
  'message'?: (string);
  /**
   * The error of an attempt that failed. Not set otherwise.
   */
  'error'?: (_longshore_v1_TaskError | null);
  /**
   * Which worker ran the attempt. Empty when none did.
   */
  'worker'?: (string);
  /**
   * The state of the task after the event.
   */
  'state'?: (_longshore_v1_Task_State);
  /**
   * Set for PROGRESS.
   */
  'progress'?: (_longshore_v1_Progress | null);
  /**
   * When the task is due again. Set for SCHEDULED and RETRY_SCHEDULED.
   */
  'dueTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long the handler took to stop. Set for CANCELLED, and for FAILED after a deadline, when its worker saw to that.
   */
  'stopDuration'?: (_google_protobuf_Duration | null);
  /**
   * Who asked, for CANCEL_REQUESTED, CANCELLED, REQUEUED and SCHEDULED: the id of their API key; "scheduler" where a
   * deadline did. Empty otherwise.
   */
  'by'?: (string);
}

/**
 * One thing that happened to a task.
 * 
 * Lifecycle events are numbered from 1 without a gap, and are durable: whoever reads the events of a task after number
 * n gets all of them, in order. PROGRESS is neither.
 */
export interface TaskEvent__Output {
  /**
   * The place in the timeline, from 1. For PROGRESS, that of the lifecycle event before it, so that
   * `WatchTaskRequest.after_event` can take the number of whichever event came last.
   */
  'number': (number);
  /**
   * What happened. Clients skip types that they do not know.
   */
  'type': (_longshore_v1_TaskEvent_Type__Output);
  /**
   * When it was recorded.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * The attempt it belongs to, from 1; 0 when none has begun.
   */
  'attempt': (number);
  /**
   * Why, as a code such as HANDLER_ERROR, WORKER_LOST or HARD_LIMIT. Empty where the type says it all.
   */
  'reason': (string);
  /**
   * The same for people; for CANCEL_REQUESTED and CANCELLED the reason that was given. May be empty.
   */
  'message': (string);
  /**
   * The error of an attempt that failed. Not set otherwise.
   */
  'error': (_longshore_v1_TaskError__Output | null);
  /**
   * Which worker ran the attempt. Empty when none did.
   */
  'worker': (string);
  /**
   * The state of the task after the event.
   */
  'state': (_longshore_v1_Task_State__Output);
  /**
   * Set for PROGRESS.
   */
  'progress': (_longshore_v1_Progress__Output | null);
  /**
   * When the task is due again. Set for SCHEDULED and RETRY_SCHEDULED.
   */
  'dueTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long the handler took to stop. Set for CANCELLED, and for FAILED after a deadline, when its worker saw to that.
   */
  'stopDuration': (_google_protobuf_Duration__Output | null);
  /**
   * Who asked, for CANCEL_REQUESTED, CANCELLED, REQUEUED and SCHEDULED: the id of their API key; "scheduler" where a
   * deadline did. Empty otherwise.
   */
  'by': (string);
}

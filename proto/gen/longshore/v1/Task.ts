// Original file: proto/longshore/v1/task.proto

import type { Priority as _longshore_v1_Priority, Priority__Output as _longshore_v1_Priority__Output } from '../../longshore/v1/Priority.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Progress as _longshore_v1_Progress, Progress__Output as _longshore_v1_Progress__Output } from '../../longshore/v1/Progress.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { TaskError as _longshore_v1_TaskError, TaskError__Output as _longshore_v1_TaskError__Output } from '../../longshore/v1/TaskError.ts';
import type { Blob as _longshore_v1_Blob, Blob__Output as _longshore_v1_Blob__Output } from '../../longshore/v1/Blob.ts';
import type { TaskEvent as _longshore_v1_TaskEvent, TaskEvent__Output as _longshore_v1_TaskEvent__Output } from '../../longshore/v1/TaskEvent.ts';

// Original file: proto/longshore/v1/task.proto

/**
 * Where a task is in its life. docs/lifecycle.md shows which state follows which; final ones are left only by
 * RetryTask.
 */
export const _longshore_v1_Task_State = {
  /**
   * Never sent by the server.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * Not due before `schedule_time`: submitted with a delay, or put off by its handler.
   */
  SCHEDULED: 'SCHEDULED',
  /**
   * Due, and waits for a free worker.
   */
  QUEUED: 'QUEUED',
  /**
   * A worker runs attempt `attempt`.
   */
  RUNNING: 'RUNNING',
  /**
   * The last attempt failed; the next begins at `next_attempt_time`.
   */
  RETRYING: 'RETRYING',
  /**
   * Cancelled while it ran, or past its deadline; the handler is being told to stop and has its grace. Ends as
   * CANCELLED, after a deadline as FAILED.
   */
  CANCELLING: 'CANCELLING',
  /**
   * Final: the handler returned; `result` holds what.
   */
  SUCCEEDED: 'SUCCEEDED',
  /**
   * Final: the attempts are used up, or the error is not retryable; `error` holds the last one.
   */
  FAILED: 'FAILED',
  /**
   * Final: cancelled, either before it ran or while it ran.
   */
  CANCELLED: 'CANCELLED',
  /**
   * Final: it did not start in time (`start_timeout`), and never will.
   */
  EXPIRED: 'EXPIRED',
} as const;

/**
 * Where a task is in its life. docs/lifecycle.md shows which state follows which; final ones are left only by
 * RetryTask.
 */
export type _longshore_v1_Task_State =
  /**
   * Never sent by the server.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * Not due before `schedule_time`: submitted with a delay, or put off by its handler.
   */
  | 'SCHEDULED'
  | 1
  /**
   * Due, and waits for a free worker.
   */
  | 'QUEUED'
  | 2
  /**
   * A worker runs attempt `attempt`.
   */
  | 'RUNNING'
  | 3
  /**
   * The last attempt failed; the next begins at `next_attempt_time`.
   */
  | 'RETRYING'
  | 4
  /**
   * Cancelled while it ran, or past its deadline; the handler is being told to stop and has its grace. Ends as
   * CANCELLED, after a deadline as FAILED.
   */
  | 'CANCELLING'
  | 5
  /**
   * Final: the handler returned; `result` holds what.
   */
  | 'SUCCEEDED'
  | 6
  /**
   * Final: the attempts are used up, or the error is not retryable; `error` holds the last one.
   */
  | 'FAILED'
  | 7
  /**
   * Final: cancelled, either before it ran or while it ran.
   */
  | 'CANCELLED'
  | 8
  /**
   * Final: it did not start in time (`start_timeout`), and never will.
   */
  | 'EXPIRED'
  | 9

/**
 * Where a task is in its life. docs/lifecycle.md shows which state follows which; final ones are left only by
 * RetryTask.
 */
export type _longshore_v1_Task_State__Output = typeof _longshore_v1_Task_State[keyof typeof _longshore_v1_Task_State]

/**
 * A unit of work: accepted once, tried until it succeeds or its attempts are used up, ended with one outcome.
 * 
 * Clients read tasks and never write them: every field is output only.
 */
export interface Task {
  /**
   * UUID, lower case: the caller's own, or a UUIDv7 made by the server.
   */
  'taskId'?: (string);
  /**
   * The project of the API key that submitted the task. Other projects cannot see it.
   */
  'project'?: (string);
  /**
   * Which handler runs it.
   */
  'type'?: (string);
  /**
   * Where it waits.
   */
  'queue'?: (string);
  /**
   * Never PRIORITY_UNSPECIFIED.
   */
  'priority'?: (_longshore_v1_Priority);
  /**
   * Where the task is in its life.
   */
  'state'?: (_longshore_v1_Task_State);
  /**
   * Why it is in this state, where the state alone does not say: a code such as HANDLER_ERROR, WORKER_LOST or
   * HARD_LIMIT, or the reason given to CancelTask. Empty otherwise. New codes may appear.
   */
  'stateReason'?: (string);
  /**
   * The number of the attempt that runs or ran last, from 1; 0 before the first.
   */
  'attempt'?: (number);
  /**
   * How many attempts there will be at most: `retry.max_retries` + 1, and one more for each that ended through no fault
   * of the task (put off by the handler, given back by a worker that stopped).
   */
  'maxAttempts'?: (number);
  /**
   * When it was accepted.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it becomes due. Set while SCHEDULED.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the latest attempt began. Not set before the first.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the final state was recorded. Not set before.
   */
  'finishTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the next attempt is due. Set while RETRYING.
   */
  'nextAttemptTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the record of a finished task is deleted, and its id may be used anew. Set with the final state.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * What the handler last reported. Not set when it reported nothing. Not part of the durable record: it may be
   * missing or late, and it may be gone once the task has ended.
   */
  'progress'?: (_longshore_v1_Progress | null);
  /**
   * The worker of the latest attempt. Empty before the first.
   */
  'worker'?: (string);
  /**
   * As submitted.
   */
  'labels'?: ({[key: string]: string});
  /**
   * What the handler returned; null when it returned nothing. For a CANCELLED task, what it still returned while it
   * was being stopped. View FULL only.
   */
  'result'?: (_google_protobuf_Value | null);
  /**
   * Why the last attempt failed. Without `stack` and `causes` in view BASIC.
   */
  'error'?: (_longshore_v1_TaskError | null);
  /**
   * JSON of at most 512 KiB.
   */
  'payload'?: (_google_protobuf_Value | null);
  /**
   * Bytes, or JSON of more than 512 KiB (`application/json`), which over HTTP stands in `payload` all the same.
   */
  'payloadBytes'?: (_longshore_v1_Blob | null);
  /**
   * All that happened, in order, with the error of every attempt. Errors without `stack` and `causes` in view BASIC.
   */
  'timeline'?: (_longshore_v1_TaskEvent)[];
  /**
   * The W3C trace id, 32 hexadecimal digits: that of the caller where the request carried `traceparent`.
   */
  'traceId'?: (string);
  /**
   * As submitted. Empty when there was none.
   */
  'uniqueKey'?: (string);
  /**
   * By when its first attempt must have begun, or it is EXPIRED. Set where `options.start_timeout` was.
   */
  'startByTime'?: (_google_protobuf_Timestamp | null);
  /**
   * By when it must have ended, or it fails with reason DEADLINE_EXCEEDED. Set where `options.total_timeout` was.
   */
  'completeByTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The schedule that submitted it, by a tick or by TriggerSchedule. Empty when none did.
   */
  'scheduleId'?: (string);
  /**
   * The same as JSON text (`application/json`), for a result of more than 512 KiB: as a `Value` it would take many times its
   * size in memory. Over HTTP it stands in `result` all the same. View FULL only.
   */
  'resultBytes'?: (_longshore_v1_Blob | null);
  /**
   * How the task ended: with a result when SUCCEEDED, an error when FAILED, either or neither when CANCELLED. While
   * RETRYING and in the attempt after that, the error of the attempt before.
   */
  'outcome'?: "result"|"resultBytes"|"error";
  /**
   * The input of the handler, in the form it was submitted in. View FULL only.
   */
  'body'?: "payload"|"payloadBytes";
}

/**
 * A unit of work: accepted once, tried until it succeeds or its attempts are used up, ended with one outcome.
 * 
 * Clients read tasks and never write them: every field is output only.
 */
export interface Task__Output {
  /**
   * UUID, lower case: the caller's own, or a UUIDv7 made by the server.
   */
  'taskId': (string);
  /**
   * The project of the API key that submitted the task. Other projects cannot see it.
   */
  'project': (string);
  /**
   * Which handler runs it.
   */
  'type': (string);
  /**
   * Where it waits.
   */
  'queue': (string);
  /**
   * Never PRIORITY_UNSPECIFIED.
   */
  'priority': (_longshore_v1_Priority__Output);
  /**
   * Where the task is in its life.
   */
  'state': (_longshore_v1_Task_State__Output);
  /**
   * Why it is in this state, where the state alone does not say: a code such as HANDLER_ERROR, WORKER_LOST or
   * HARD_LIMIT, or the reason given to CancelTask. Empty otherwise. New codes may appear.
   */
  'stateReason': (string);
  /**
   * The number of the attempt that runs or ran last, from 1; 0 before the first.
   */
  'attempt': (number);
  /**
   * How many attempts there will be at most: `retry.max_retries` + 1, and one more for each that ended through no fault
   * of the task (put off by the handler, given back by a worker that stopped).
   */
  'maxAttempts': (number);
  /**
   * When it was accepted.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it becomes due. Set while SCHEDULED.
   */
  'scheduleTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the latest attempt began. Not set before the first.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the final state was recorded. Not set before.
   */
  'finishTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the next attempt is due. Set while RETRYING.
   */
  'nextAttemptTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the record of a finished task is deleted, and its id may be used anew. Set with the final state.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * What the handler last reported. Not set when it reported nothing. Not part of the durable record: it may be
   * missing or late, and it may be gone once the task has ended.
   */
  'progress': (_longshore_v1_Progress__Output | null);
  /**
   * The worker of the latest attempt. Empty before the first.
   */
  'worker': (string);
  /**
   * As submitted.
   */
  'labels': ({[key: string]: string});
  /**
   * What the handler returned; null when it returned nothing. For a CANCELLED task, what it still returned while it
   * was being stopped. View FULL only.
   */
  'result'?: (_google_protobuf_Value__Output | null);
  /**
   * Why the last attempt failed. Without `stack` and `causes` in view BASIC.
   */
  'error'?: (_longshore_v1_TaskError__Output | null);
  /**
   * JSON of at most 512 KiB.
   */
  'payload'?: (_google_protobuf_Value__Output | null);
  /**
   * Bytes, or JSON of more than 512 KiB (`application/json`), which over HTTP stands in `payload` all the same.
   */
  'payloadBytes'?: (_longshore_v1_Blob__Output | null);
  /**
   * All that happened, in order, with the error of every attempt. Errors without `stack` and `causes` in view BASIC.
   */
  'timeline': (_longshore_v1_TaskEvent__Output)[];
  /**
   * The W3C trace id, 32 hexadecimal digits: that of the caller where the request carried `traceparent`.
   */
  'traceId': (string);
  /**
   * As submitted. Empty when there was none.
   */
  'uniqueKey': (string);
  /**
   * By when its first attempt must have begun, or it is EXPIRED. Set where `options.start_timeout` was.
   */
  'startByTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * By when it must have ended, or it fails with reason DEADLINE_EXCEEDED. Set where `options.total_timeout` was.
   */
  'completeByTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The schedule that submitted it, by a tick or by TriggerSchedule. Empty when none did.
   */
  'scheduleId': (string);
  /**
   * The same as JSON text (`application/json`), for a result of more than 512 KiB: as a `Value` it would take many times its
   * size in memory. Over HTTP it stands in `result` all the same. View FULL only.
   */
  'resultBytes'?: (_longshore_v1_Blob__Output | null);
  /**
   * How the task ended: with a result when SUCCEEDED, an error when FAILED, either or neither when CANCELLED. While
   * RETRYING and in the attempt after that, the error of the attempt before.
   */
  'outcome'?: "result"|"resultBytes"|"error";
  /**
   * The input of the handler, in the form it was submitted in. View FULL only.
   */
  'body'?: "payload"|"payloadBytes";
}

// Original file: proto/longshore/v1/task_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BulkResult as _longshore_v1_BulkResult, BulkResult__Output as _longshore_v1_BulkResult__Output } from '../../longshore/v1/BulkResult.ts';
import type { CancelTaskRequest as _longshore_v1_CancelTaskRequest, CancelTaskRequest__Output as _longshore_v1_CancelTaskRequest__Output } from '../../longshore/v1/CancelTaskRequest.ts';
import type { CancelTasksRequest as _longshore_v1_CancelTasksRequest, CancelTasksRequest__Output as _longshore_v1_CancelTasksRequest__Output } from '../../longshore/v1/CancelTasksRequest.ts';
import type { CountTasksRequest as _longshore_v1_CountTasksRequest, CountTasksRequest__Output as _longshore_v1_CountTasksRequest__Output } from '../../longshore/v1/CountTasksRequest.ts';
import type { CountTasksResponse as _longshore_v1_CountTasksResponse, CountTasksResponse__Output as _longshore_v1_CountTasksResponse__Output } from '../../longshore/v1/CountTasksResponse.ts';
import type { GetTaskRequest as _longshore_v1_GetTaskRequest, GetTaskRequest__Output as _longshore_v1_GetTaskRequest__Output } from '../../longshore/v1/GetTaskRequest.ts';
import type { GetTaskStatisticsRequest as _longshore_v1_GetTaskStatisticsRequest, GetTaskStatisticsRequest__Output as _longshore_v1_GetTaskStatisticsRequest__Output } from '../../longshore/v1/GetTaskStatisticsRequest.ts';
import type { ListTasksRequest as _longshore_v1_ListTasksRequest, ListTasksRequest__Output as _longshore_v1_ListTasksRequest__Output } from '../../longshore/v1/ListTasksRequest.ts';
import type { ListTasksResponse as _longshore_v1_ListTasksResponse, ListTasksResponse__Output as _longshore_v1_ListTasksResponse__Output } from '../../longshore/v1/ListTasksResponse.ts';
import type { LogLine as _longshore_v1_LogLine, LogLine__Output as _longshore_v1_LogLine__Output } from '../../longshore/v1/LogLine.ts';
import type { PurgeTasksRequest as _longshore_v1_PurgeTasksRequest, PurgeTasksRequest__Output as _longshore_v1_PurgeTasksRequest__Output } from '../../longshore/v1/PurgeTasksRequest.ts';
import type { RetryTaskRequest as _longshore_v1_RetryTaskRequest, RetryTaskRequest__Output as _longshore_v1_RetryTaskRequest__Output } from '../../longshore/v1/RetryTaskRequest.ts';
import type { RetryTasksRequest as _longshore_v1_RetryTasksRequest, RetryTasksRequest__Output as _longshore_v1_RetryTasksRequest__Output } from '../../longshore/v1/RetryTasksRequest.ts';
import type { RunTaskRequest as _longshore_v1_RunTaskRequest, RunTaskRequest__Output as _longshore_v1_RunTaskRequest__Output } from '../../longshore/v1/RunTaskRequest.ts';
import type { SubmitTaskRequest as _longshore_v1_SubmitTaskRequest, SubmitTaskRequest__Output as _longshore_v1_SubmitTaskRequest__Output } from '../../longshore/v1/SubmitTaskRequest.ts';
import type { SubmitTasksRequest as _longshore_v1_SubmitTasksRequest, SubmitTasksRequest__Output as _longshore_v1_SubmitTasksRequest__Output } from '../../longshore/v1/SubmitTasksRequest.ts';
import type { SubmitTasksResponse as _longshore_v1_SubmitTasksResponse, SubmitTasksResponse__Output as _longshore_v1_SubmitTasksResponse__Output } from '../../longshore/v1/SubmitTasksResponse.ts';
import type { TailTaskLogsRequest as _longshore_v1_TailTaskLogsRequest, TailTaskLogsRequest__Output as _longshore_v1_TailTaskLogsRequest__Output } from '../../longshore/v1/TailTaskLogsRequest.ts';
import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from '../../longshore/v1/Task.ts';
import type { TaskEvent as _longshore_v1_TaskEvent, TaskEvent__Output as _longshore_v1_TaskEvent__Output } from '../../longshore/v1/TaskEvent.ts';
import type { TaskStatistics as _longshore_v1_TaskStatistics, TaskStatistics__Output as _longshore_v1_TaskStatistics__Output } from '../../longshore/v1/TaskStatistics.ts';
import type { UpdateTaskRequest as _longshore_v1_UpdateTaskRequest, UpdateTaskRequest__Output as _longshore_v1_UpdateTaskRequest__Output } from '../../longshore/v1/UpdateTaskRequest.ts';
import type { WaitTaskRequest as _longshore_v1_WaitTaskRequest, WaitTaskRequest__Output as _longshore_v1_WaitTaskRequest__Output } from '../../longshore/v1/WaitTaskRequest.ts';
import type { WatchTaskRequest as _longshore_v1_WatchTaskRequest, WatchTaskRequest__Output as _longshore_v1_WatchTaskRequest__Output } from '../../longshore/v1/WatchTaskRequest.ts';
import type { WatchTasksRequest as _longshore_v1_WatchTasksRequest, WatchTasksRequest__Output as _longshore_v1_WatchTasksRequest__Output } from '../../longshore/v1/WatchTasksRequest.ts';
import type { WatchTasksResponse as _longshore_v1_WatchTasksResponse, WatchTasksResponse__Output as _longshore_v1_WatchTasksResponse__Output } from '../../longshore/v1/WatchTasksResponse.ts';

/**
 * Submits tasks, and shows and steers what becomes of them.
 * 
 * Every call needs an API key, as metadata `x-api-key: KEY` or `authorization: Bearer KEY`; the key names the project,
 * and a task of another project is NOT_FOUND. Errors of every method: API_KEY_MISSING and API_KEY_INVALID
 * (UNAUTHENTICATED), TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), FIELD_INVALID and
 * REQUEST_UNREADABLE (INVALID_ARGUMENT), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE; send the same request
 * again), INTERNAL.
 */
export interface TaskServiceClient extends grpc.Client {
  /**
   * Cancels a task. One that does not run yet becomes CANCELLED and never starts; one that runs becomes CANCELLING, and
   * CANCELLED when its handler has stopped or was killed after its grace. Cancelling a task that is CANCELLING or
   * CANCELLED changes nothing. It is the scheduler that tells the worker: while none runs, the handler goes on. The task
   * comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_FINISHED (FAILED_PRECONDITION) when it has ended otherwise; CONFLICT
   * (ABORTED) when it kept changing.
   */
  CancelTask(argument: _longshore_v1_CancelTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  CancelTask(argument: _longshore_v1_CancelTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  CancelTask(argument: _longshore_v1_CancelTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  CancelTask(argument: _longshore_v1_CancelTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels a task. One that does not run yet becomes CANCELLED and never starts; one that runs becomes CANCELLING, and
   * CANCELLED when its handler has stopped or was killed after its grace. Cancelling a task that is CANCELLING or
   * CANCELLED changes nothing. It is the scheduler that tells the worker: while none runs, the handler goes on. The task
   * comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_FINISHED (FAILED_PRECONDITION) when it has ended otherwise; CONFLICT
   * (ABORTED) when it kept changing.
   */
  cancelTask(argument: _longshore_v1_CancelTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _longshore_v1_CancelTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _longshore_v1_CancelTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _longshore_v1_CancelTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Cancels the tasks that a filter lets through, each as CancelTask does.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  CancelTasks(argument: _longshore_v1_CancelTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  CancelTasks(argument: _longshore_v1_CancelTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  CancelTasks(argument: _longshore_v1_CancelTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  CancelTasks(argument: _longshore_v1_CancelTasksRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels the tasks that a filter lets through, each as CancelTask does.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  cancelTasks(argument: _longshore_v1_CancelTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  cancelTasks(argument: _longshore_v1_CancelTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  cancelTasks(argument: _longshore_v1_CancelTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  cancelTasks(argument: _longshore_v1_CancelTasksRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  
  /**
   * Counts the tasks of the project that a filter lets through, by state.
   * 
   * Errors: FILTER_INVALID, FILTER_TOO_BROAD (INVALID_ARGUMENT), INDEX_UNAVAILABLE (UNAVAILABLE) for `text`.
   */
  CountTasks(argument: _longshore_v1_CountTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  CountTasks(argument: _longshore_v1_CountTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  CountTasks(argument: _longshore_v1_CountTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  CountTasks(argument: _longshore_v1_CountTasksRequest, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Counts the tasks of the project that a filter lets through, by state.
   * 
   * Errors: FILTER_INVALID, FILTER_TOO_BROAD (INVALID_ARGUMENT), INDEX_UNAVAILABLE (UNAVAILABLE) for `text`.
   */
  countTasks(argument: _longshore_v1_CountTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  countTasks(argument: _longshore_v1_CountTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  countTasks(argument: _longshore_v1_CountTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  countTasks(argument: _longshore_v1_CountTasksRequest, callback: grpc.requestCallback<_longshore_v1_CountTasksResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Shows a task.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND), also once the record has expired.
   */
  GetTask(argument: _longshore_v1_GetTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  GetTask(argument: _longshore_v1_GetTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  GetTask(argument: _longshore_v1_GetTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  GetTask(argument: _longshore_v1_GetTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Shows a task.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND), also once the record has expired.
   */
  getTask(argument: _longshore_v1_GetTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _longshore_v1_GetTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _longshore_v1_GetTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _longshore_v1_GetTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * What happened to the tasks of the project within a window of time, in all and by type, as the monitor has counted it.
   * 
   * Errors: INDEX_UNAVAILABLE (UNAVAILABLE).
   */
  GetTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  GetTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  GetTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  GetTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  /**
   * What happened to the tasks of the project within a window of time, in all and by type, as the monitor has counted it.
   * 
   * Errors: INDEX_UNAVAILABLE (UNAVAILABLE).
   */
  getTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  getTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  getTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  getTaskStatistics(argument: _longshore_v1_GetTaskStatisticsRequest, callback: grpc.requestCallback<_longshore_v1_TaskStatistics__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the tasks of the project that a filter lets through, newest first unless `order_by` says otherwise. A page may be short,
   * or empty, when the tasks that match are far apart: `next_page_token` alone says whether there is more. A task that changes
   * while the pages are read may come twice; one that is there all the time is never left out. The monitor also knows tasks
   * whose records have expired; without one the streams themselves are read, which takes longer.
   * 
   * Errors: FILTER_INVALID, FILTER_TOO_BROAD (INVALID_ARGUMENT), INDEX_UNAVAILABLE (UNAVAILABLE).
   */
  ListTasks(argument: _longshore_v1_ListTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  ListTasks(argument: _longshore_v1_ListTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  ListTasks(argument: _longshore_v1_ListTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  ListTasks(argument: _longshore_v1_ListTasksRequest, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the tasks of the project that a filter lets through, newest first unless `order_by` says otherwise. A page may be short,
   * or empty, when the tasks that match are far apart: `next_page_token` alone says whether there is more. A task that changes
   * while the pages are read may come twice; one that is there all the time is never left out. The monitor also knows tasks
   * whose records have expired; without one the streams themselves are read, which takes longer.
   * 
   * Errors: FILTER_INVALID, FILTER_TOO_BROAD (INVALID_ARGUMENT), INDEX_UNAVAILABLE (UNAVAILABLE).
   */
  listTasks(argument: _longshore_v1_ListTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _longshore_v1_ListTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _longshore_v1_ListTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _longshore_v1_ListTasksRequest, callback: grpc.requestCallback<_longshore_v1_ListTasksResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Removes the records of tasks that have ended and that a filter lets through, with their results, payloads and logs, for
   * good: their ids may be used anew.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  PurgeTasks(argument: _longshore_v1_PurgeTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  PurgeTasks(argument: _longshore_v1_PurgeTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  PurgeTasks(argument: _longshore_v1_PurgeTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  PurgeTasks(argument: _longshore_v1_PurgeTasksRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  /**
   * Removes the records of tasks that have ended and that a filter lets through, with their results, payloads and logs, for
   * good: their ids may be used anew.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  purgeTasks(argument: _longshore_v1_PurgeTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  purgeTasks(argument: _longshore_v1_PurgeTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  purgeTasks(argument: _longshore_v1_PurgeTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  purgeTasks(argument: _longshore_v1_PurgeTasksRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  
  /**
   * Does a task that is FAILED, CANCELLED or EXPIRED again: it becomes QUEUED, keeps its id and its timeline, and gets as
   * many attempts as a new one. The task comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_NOT_FINISHED (FAILED_PRECONDITION) when it has not ended, TASK_FINISHED when it
   * SUCCEEDED; PAYLOAD_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); UNIQUE_KEY_HELD (ALREADY_EXISTS)
   * when another task holds its unique key by now, and UNIQUE_KEY_BUSY (UNAVAILABLE) when one is just about to; QUEUE_FULL
   * and STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it kept changing.
   */
  RetryTask(argument: _longshore_v1_RetryTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  RetryTask(argument: _longshore_v1_RetryTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  RetryTask(argument: _longshore_v1_RetryTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  RetryTask(argument: _longshore_v1_RetryTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Does a task that is FAILED, CANCELLED or EXPIRED again: it becomes QUEUED, keeps its id and its timeline, and gets as
   * many attempts as a new one. The task comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_NOT_FINISHED (FAILED_PRECONDITION) when it has not ended, TASK_FINISHED when it
   * SUCCEEDED; PAYLOAD_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); UNIQUE_KEY_HELD (ALREADY_EXISTS)
   * when another task holds its unique key by now, and UNIQUE_KEY_BUSY (UNAVAILABLE) when one is just about to; QUEUE_FULL
   * and STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it kept changing.
   */
  retryTask(argument: _longshore_v1_RetryTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _longshore_v1_RetryTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _longshore_v1_RetryTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _longshore_v1_RetryTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Does the tasks again that a filter lets through, each as RetryTask does.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  RetryTasks(argument: _longshore_v1_RetryTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  RetryTasks(argument: _longshore_v1_RetryTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  RetryTasks(argument: _longshore_v1_RetryTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  RetryTasks(argument: _longshore_v1_RetryTasksRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  /**
   * Does the tasks again that a filter lets through, each as RetryTask does.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  retryTasks(argument: _longshore_v1_RetryTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  retryTasks(argument: _longshore_v1_RetryTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  retryTasks(argument: _longshore_v1_RetryTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  retryTasks(argument: _longshore_v1_RetryTasksRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  
  /**
   * Starts a task that is SCHEDULED or RETRYING now: it becomes QUEUED. A task that is QUEUED stays as it is. The task
   * comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_STARTED and TASK_FINISHED (FAILED_PRECONDITION) when it runs or has ended;
   * STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it kept changing.
   */
  RunTask(argument: _longshore_v1_RunTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  RunTask(argument: _longshore_v1_RunTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  RunTask(argument: _longshore_v1_RunTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  RunTask(argument: _longshore_v1_RunTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Starts a task that is SCHEDULED or RETRYING now: it becomes QUEUED. A task that is QUEUED stays as it is. The task
   * comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_STARTED and TASK_FINISHED (FAILED_PRECONDITION) when it runs or has ended;
   * STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it kept changing.
   */
  runTask(argument: _longshore_v1_RunTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  runTask(argument: _longshore_v1_RunTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  runTask(argument: _longshore_v1_RunTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  runTask(argument: _longshore_v1_RunTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Accepts a task. When this answers, the task is stored and will end in exactly one outcome.
   * 
   * With a `task_id`, sending the request again is safe: the answer is the task that exists, as it is now, when type
   * and payload are equal. So it is with the metadata `idempotency-key`, 1 to 255 visible characters, when all of the request
   * is equal. The task comes in view BASIC.
   * 
   * Errors: TASK_TYPE_UNKNOWN, PAYLOAD_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); TASK_EXISTS
   * (ALREADY_EXISTS) when the id belongs to a task of another type or payload; IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS) when the
   * idempotency key stands for another request; UNIQUE_KEY_HELD (ALREADY_EXISTS) when
   * another task holds the unique key, and UNIQUE_KEY_BUSY (UNAVAILABLE) when one is just about to; STORE_FULL and,
   * with RetryInfo, QUEUE_FULL (RESOURCE_EXHAUSTED). Nothing is stored then.
   */
  SubmitTask(argument: _longshore_v1_SubmitTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  SubmitTask(argument: _longshore_v1_SubmitTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  SubmitTask(argument: _longshore_v1_SubmitTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  SubmitTask(argument: _longshore_v1_SubmitTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Accepts a task. When this answers, the task is stored and will end in exactly one outcome.
   * 
   * With a `task_id`, sending the request again is safe: the answer is the task that exists, as it is now, when type
   * and payload are equal. So it is with the metadata `idempotency-key`, 1 to 255 visible characters, when all of the request
   * is equal. The task comes in view BASIC.
   * 
   * Errors: TASK_TYPE_UNKNOWN, PAYLOAD_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); TASK_EXISTS
   * (ALREADY_EXISTS) when the id belongs to a task of another type or payload; IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS) when the
   * idempotency key stands for another request; UNIQUE_KEY_HELD (ALREADY_EXISTS) when
   * another task holds the unique key, and UNIQUE_KEY_BUSY (UNAVAILABLE) when one is just about to; STORE_FULL and,
   * with RetryInfo, QUEUE_FULL (RESOURCE_EXHAUSTED). Nothing is stored then.
   */
  submitTask(argument: _longshore_v1_SubmitTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  submitTask(argument: _longshore_v1_SubmitTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  submitTask(argument: _longshore_v1_SubmitTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  submitTask(argument: _longshore_v1_SubmitTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Accepts up to 1000 tasks, each for itself: one that is refused does not hold up the others. Much cheaper than one
   * call a task. A request of more than 16 MiB is refused by gRPC itself, with RESOURCE_EXHAUSTED.
   * 
   * With the metadata `idempotency-key` the same batch again makes the same tasks.
   * 
   * Errors: BATCH_TOO_LARGE (INVALID_ARGUMENT); IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS). Errors of a single task stand in its outcome and are those of
   * SubmitTask.
   */
  SubmitTasks(argument: _longshore_v1_SubmitTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  SubmitTasks(argument: _longshore_v1_SubmitTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  SubmitTasks(argument: _longshore_v1_SubmitTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  SubmitTasks(argument: _longshore_v1_SubmitTasksRequest, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Accepts up to 1000 tasks, each for itself: one that is refused does not hold up the others. Much cheaper than one
   * call a task. A request of more than 16 MiB is refused by gRPC itself, with RESOURCE_EXHAUSTED.
   * 
   * With the metadata `idempotency-key` the same batch again makes the same tasks.
   * 
   * Errors: BATCH_TOO_LARGE (INVALID_ARGUMENT); IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS). Errors of a single task stand in its outcome and are those of
   * SubmitTask.
   */
  submitTasks(argument: _longshore_v1_SubmitTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  submitTasks(argument: _longshore_v1_SubmitTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  submitTasks(argument: _longshore_v1_SubmitTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  submitTasks(argument: _longshore_v1_SubmitTasksRequest, callback: grpc.requestCallback<_longshore_v1_SubmitTasksResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Streams what the handler of a task has logged and printed, in order: the last lines that are kept, and with `follow`
   * also those that come from now on, within a second, until the task has ended.
   * 
   * A reader that is slow slows nobody down: lines that were replaced by newer ones before it came to them are missing. A
   * stream that broke is resumed with `after_number` = the number of the last line received.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND), also once the record has expired.
   */
  TailTaskLogs(argument: _longshore_v1_TailTaskLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_LogLine__Output>;
  TailTaskLogs(argument: _longshore_v1_TailTaskLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_LogLine__Output>;
  /**
   * Streams what the handler of a task has logged and printed, in order: the last lines that are kept, and with `follow`
   * also those that come from now on, within a second, until the task has ended.
   * 
   * A reader that is slow slows nobody down: lines that were replaced by newer ones before it came to them are missing. A
   * stream that broke is resumed with `after_number` = the number of the last line received.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND), also once the record has expired.
   */
  tailTaskLogs(argument: _longshore_v1_TailTaskLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_LogLine__Output>;
  tailTaskLogs(argument: _longshore_v1_TailTaskLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_LogLine__Output>;
  
  /**
   * Changes the time, the priority, the payload or the labels of a task that has not started: one that is SCHEDULED, or
   * QUEUED before its first attempt. When this answers, what starts is the task as it is now. The task comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_STARTED and TASK_FINISHED (FAILED_PRECONDITION); PAYLOAD_INVALID,
   * PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it
   * kept changing.
   */
  UpdateTask(argument: _longshore_v1_UpdateTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  UpdateTask(argument: _longshore_v1_UpdateTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  UpdateTask(argument: _longshore_v1_UpdateTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  UpdateTask(argument: _longshore_v1_UpdateTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the time, the priority, the payload or the labels of a task that has not started: one that is SCHEDULED, or
   * QUEUED before its first attempt. When this answers, what starts is the task as it is now. The task comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_STARTED and TASK_FINISHED (FAILED_PRECONDITION); PAYLOAD_INVALID,
   * PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it
   * kept changing.
   */
  updateTask(argument: _longshore_v1_UpdateTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  updateTask(argument: _longshore_v1_UpdateTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  updateTask(argument: _longshore_v1_UpdateTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  updateTask(argument: _longshore_v1_UpdateTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Answers when the task has ended, or with the task as it is when the timeout has passed; `state` tells which. The
   * task comes in view FULL.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND).
   */
  WaitTask(argument: _longshore_v1_WaitTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  WaitTask(argument: _longshore_v1_WaitTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  WaitTask(argument: _longshore_v1_WaitTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  WaitTask(argument: _longshore_v1_WaitTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Answers when the task has ended, or with the task as it is when the timeout has passed; `state` tells which. The
   * task comes in view FULL.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND).
   */
  waitTask(argument: _longshore_v1_WaitTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  waitTask(argument: _longshore_v1_WaitTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  waitTask(argument: _longshore_v1_WaitTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  waitTask(argument: _longshore_v1_WaitTaskRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Streams what happened to a task and what happens from now on: every lifecycle event once, in order, without a gap,
   * and progress in between. Ends with OK after the final event, at once if that has been seen already.
   * 
   * A stream that broke is resumed with `after_event` = the number of the last event received.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND).
   */
  WatchTask(argument: _longshore_v1_WatchTaskRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_TaskEvent__Output>;
  WatchTask(argument: _longshore_v1_WatchTaskRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_TaskEvent__Output>;
  /**
   * Streams what happened to a task and what happens from now on: every lifecycle event once, in order, without a gap,
   * and progress in between. Ends with OK after the final event, at once if that has been seen already.
   * 
   * A stream that broke is resumed with `after_event` = the number of the last event received.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND).
   */
  watchTask(argument: _longshore_v1_WatchTaskRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_TaskEvent__Output>;
  watchTask(argument: _longshore_v1_WatchTaskRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_TaskEvent__Output>;
  
  /**
   * Streams what happens to all tasks of the project that a filter lets through: every lifecycle event, in order for each task. A
   * task that waits and has never left its queue has none yet: its SUBMITTED comes with the first event after it.
   * 
   * A stream that broke is resumed with `position` = that of the last answer received, without a gap. Each event comes once; only
   * a stream that breaks while it catches up may repeat some afterwards, with the same `task_id` and `event.number`. Does not end
   * by itself. A reader that is too slow is let go, with the position in the error.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT); WATCH_POSITION_UNKNOWN (FAILED_PRECONDITION) when the position is none of this
   * store; WATCH_TOO_SLOW (RESOURCE_EXHAUSTED).
   */
  WatchTasks(argument: _longshore_v1_WatchTasksRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_WatchTasksResponse__Output>;
  WatchTasks(argument: _longshore_v1_WatchTasksRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_WatchTasksResponse__Output>;
  /**
   * Streams what happens to all tasks of the project that a filter lets through: every lifecycle event, in order for each task. A
   * task that waits and has never left its queue has none yet: its SUBMITTED comes with the first event after it.
   * 
   * A stream that broke is resumed with `position` = that of the last answer received, without a gap. Each event comes once; only
   * a stream that breaks while it catches up may repeat some afterwards, with the same `task_id` and `event.number`. Does not end
   * by itself. A reader that is too slow is let go, with the position in the error.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT); WATCH_POSITION_UNKNOWN (FAILED_PRECONDITION) when the position is none of this
   * store; WATCH_TOO_SLOW (RESOURCE_EXHAUSTED).
   */
  watchTasks(argument: _longshore_v1_WatchTasksRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_WatchTasksResponse__Output>;
  watchTasks(argument: _longshore_v1_WatchTasksRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_longshore_v1_WatchTasksResponse__Output>;
  
}

/**
 * Submits tasks, and shows and steers what becomes of them.
 * 
 * Every call needs an API key, as metadata `x-api-key: KEY` or `authorization: Bearer KEY`; the key names the project,
 * and a task of another project is NOT_FOUND. Errors of every method: API_KEY_MISSING and API_KEY_INVALID
 * (UNAUTHENTICATED), TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), FIELD_INVALID and
 * REQUEST_UNREADABLE (INVALID_ARGUMENT), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE; send the same request
 * again), INTERNAL.
 */
export interface TaskServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Cancels a task. One that does not run yet becomes CANCELLED and never starts; one that runs becomes CANCELLING, and
   * CANCELLED when its handler has stopped or was killed after its grace. Cancelling a task that is CANCELLING or
   * CANCELLED changes nothing. It is the scheduler that tells the worker: while none runs, the handler goes on. The task
   * comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_FINISHED (FAILED_PRECONDITION) when it has ended otherwise; CONFLICT
   * (ABORTED) when it kept changing.
   */
  CancelTask: grpc.handleUnaryCall<_longshore_v1_CancelTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * Cancels the tasks that a filter lets through, each as CancelTask does.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  CancelTasks: grpc.handleUnaryCall<_longshore_v1_CancelTasksRequest__Output, _longshore_v1_BulkResult>;
  
  /**
   * Counts the tasks of the project that a filter lets through, by state.
   * 
   * Errors: FILTER_INVALID, FILTER_TOO_BROAD (INVALID_ARGUMENT), INDEX_UNAVAILABLE (UNAVAILABLE) for `text`.
   */
  CountTasks: grpc.handleUnaryCall<_longshore_v1_CountTasksRequest__Output, _longshore_v1_CountTasksResponse>;
  
  /**
   * Shows a task.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND), also once the record has expired.
   */
  GetTask: grpc.handleUnaryCall<_longshore_v1_GetTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * What happened to the tasks of the project within a window of time, in all and by type, as the monitor has counted it.
   * 
   * Errors: INDEX_UNAVAILABLE (UNAVAILABLE).
   */
  GetTaskStatistics: grpc.handleUnaryCall<_longshore_v1_GetTaskStatisticsRequest__Output, _longshore_v1_TaskStatistics>;
  
  /**
   * Lists the tasks of the project that a filter lets through, newest first unless `order_by` says otherwise. A page may be short,
   * or empty, when the tasks that match are far apart: `next_page_token` alone says whether there is more. A task that changes
   * while the pages are read may come twice; one that is there all the time is never left out. The monitor also knows tasks
   * whose records have expired; without one the streams themselves are read, which takes longer.
   * 
   * Errors: FILTER_INVALID, FILTER_TOO_BROAD (INVALID_ARGUMENT), INDEX_UNAVAILABLE (UNAVAILABLE).
   */
  ListTasks: grpc.handleUnaryCall<_longshore_v1_ListTasksRequest__Output, _longshore_v1_ListTasksResponse>;
  
  /**
   * Removes the records of tasks that have ended and that a filter lets through, with their results, payloads and logs, for
   * good: their ids may be used anew.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  PurgeTasks: grpc.handleUnaryCall<_longshore_v1_PurgeTasksRequest__Output, _longshore_v1_BulkResult>;
  
  /**
   * Does a task that is FAILED, CANCELLED or EXPIRED again: it becomes QUEUED, keeps its id and its timeline, and gets as
   * many attempts as a new one. The task comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_NOT_FINISHED (FAILED_PRECONDITION) when it has not ended, TASK_FINISHED when it
   * SUCCEEDED; PAYLOAD_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); UNIQUE_KEY_HELD (ALREADY_EXISTS)
   * when another task holds its unique key by now, and UNIQUE_KEY_BUSY (UNAVAILABLE) when one is just about to; QUEUE_FULL
   * and STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it kept changing.
   */
  RetryTask: grpc.handleUnaryCall<_longshore_v1_RetryTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * Does the tasks again that a filter lets through, each as RetryTask does.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT).
   */
  RetryTasks: grpc.handleUnaryCall<_longshore_v1_RetryTasksRequest__Output, _longshore_v1_BulkResult>;
  
  /**
   * Starts a task that is SCHEDULED or RETRYING now: it becomes QUEUED. A task that is QUEUED stays as it is. The task
   * comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_STARTED and TASK_FINISHED (FAILED_PRECONDITION) when it runs or has ended;
   * STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it kept changing.
   */
  RunTask: grpc.handleUnaryCall<_longshore_v1_RunTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * Accepts a task. When this answers, the task is stored and will end in exactly one outcome.
   * 
   * With a `task_id`, sending the request again is safe: the answer is the task that exists, as it is now, when type
   * and payload are equal. So it is with the metadata `idempotency-key`, 1 to 255 visible characters, when all of the request
   * is equal. The task comes in view BASIC.
   * 
   * Errors: TASK_TYPE_UNKNOWN, PAYLOAD_INVALID, PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); TASK_EXISTS
   * (ALREADY_EXISTS) when the id belongs to a task of another type or payload; IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS) when the
   * idempotency key stands for another request; UNIQUE_KEY_HELD (ALREADY_EXISTS) when
   * another task holds the unique key, and UNIQUE_KEY_BUSY (UNAVAILABLE) when one is just about to; STORE_FULL and,
   * with RetryInfo, QUEUE_FULL (RESOURCE_EXHAUSTED). Nothing is stored then.
   */
  SubmitTask: grpc.handleUnaryCall<_longshore_v1_SubmitTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * Accepts up to 1000 tasks, each for itself: one that is refused does not hold up the others. Much cheaper than one
   * call a task. A request of more than 16 MiB is refused by gRPC itself, with RESOURCE_EXHAUSTED.
   * 
   * With the metadata `idempotency-key` the same batch again makes the same tasks.
   * 
   * Errors: BATCH_TOO_LARGE (INVALID_ARGUMENT); IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS). Errors of a single task stand in its outcome and are those of
   * SubmitTask.
   */
  SubmitTasks: grpc.handleUnaryCall<_longshore_v1_SubmitTasksRequest__Output, _longshore_v1_SubmitTasksResponse>;
  
  /**
   * Streams what the handler of a task has logged and printed, in order: the last lines that are kept, and with `follow`
   * also those that come from now on, within a second, until the task has ended.
   * 
   * A reader that is slow slows nobody down: lines that were replaced by newer ones before it came to them are missing. A
   * stream that broke is resumed with `after_number` = the number of the last line received.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND), also once the record has expired.
   */
  TailTaskLogs: grpc.handleServerStreamingCall<_longshore_v1_TailTaskLogsRequest__Output, _longshore_v1_LogLine>;
  
  /**
   * Changes the time, the priority, the payload or the labels of a task that has not started: one that is SCHEDULED, or
   * QUEUED before its first attempt. When this answers, what starts is the task as it is now. The task comes in view BASIC.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND); TASK_STARTED and TASK_FINISHED (FAILED_PRECONDITION); PAYLOAD_INVALID,
   * PAYLOAD_NOT_JSON, PAYLOAD_TOO_LARGE (INVALID_ARGUMENT); STORE_FULL (RESOURCE_EXHAUSTED); CONFLICT (ABORTED) when it
   * kept changing.
   */
  UpdateTask: grpc.handleUnaryCall<_longshore_v1_UpdateTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * Answers when the task has ended, or with the task as it is when the timeout has passed; `state` tells which. The
   * task comes in view FULL.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND).
   */
  WaitTask: grpc.handleUnaryCall<_longshore_v1_WaitTaskRequest__Output, _longshore_v1_Task>;
  
  /**
   * Streams what happened to a task and what happens from now on: every lifecycle event once, in order, without a gap,
   * and progress in between. Ends with OK after the final event, at once if that has been seen already.
   * 
   * A stream that broke is resumed with `after_event` = the number of the last event received.
   * 
   * Errors: TASK_NOT_FOUND (NOT_FOUND).
   */
  WatchTask: grpc.handleServerStreamingCall<_longshore_v1_WatchTaskRequest__Output, _longshore_v1_TaskEvent>;
  
  /**
   * Streams what happens to all tasks of the project that a filter lets through: every lifecycle event, in order for each task. A
   * task that waits and has never left its queue has none yet: its SUBMITTED comes with the first event after it.
   * 
   * A stream that broke is resumed with `position` = that of the last answer received, without a gap. Each event comes once; only
   * a stream that breaks while it catches up may repeat some afterwards, with the same `task_id` and `event.number`. Does not end
   * by itself. A reader that is too slow is let go, with the position in the error.
   * 
   * Errors: FILTER_INVALID (INVALID_ARGUMENT); WATCH_POSITION_UNKNOWN (FAILED_PRECONDITION) when the position is none of this
   * store; WATCH_TOO_SLOW (RESOURCE_EXHAUSTED).
   */
  WatchTasks: grpc.handleServerStreamingCall<_longshore_v1_WatchTasksRequest__Output, _longshore_v1_WatchTasksResponse>;
  
}

export interface TaskServiceDefinition extends grpc.ServiceDefinition {
  CancelTask: MethodDefinition<_longshore_v1_CancelTaskRequest, _longshore_v1_Task, _longshore_v1_CancelTaskRequest__Output, _longshore_v1_Task__Output>
  CancelTasks: MethodDefinition<_longshore_v1_CancelTasksRequest, _longshore_v1_BulkResult, _longshore_v1_CancelTasksRequest__Output, _longshore_v1_BulkResult__Output>
  CountTasks: MethodDefinition<_longshore_v1_CountTasksRequest, _longshore_v1_CountTasksResponse, _longshore_v1_CountTasksRequest__Output, _longshore_v1_CountTasksResponse__Output>
  GetTask: MethodDefinition<_longshore_v1_GetTaskRequest, _longshore_v1_Task, _longshore_v1_GetTaskRequest__Output, _longshore_v1_Task__Output>
  GetTaskStatistics: MethodDefinition<_longshore_v1_GetTaskStatisticsRequest, _longshore_v1_TaskStatistics, _longshore_v1_GetTaskStatisticsRequest__Output, _longshore_v1_TaskStatistics__Output>
  ListTasks: MethodDefinition<_longshore_v1_ListTasksRequest, _longshore_v1_ListTasksResponse, _longshore_v1_ListTasksRequest__Output, _longshore_v1_ListTasksResponse__Output>
  PurgeTasks: MethodDefinition<_longshore_v1_PurgeTasksRequest, _longshore_v1_BulkResult, _longshore_v1_PurgeTasksRequest__Output, _longshore_v1_BulkResult__Output>
  RetryTask: MethodDefinition<_longshore_v1_RetryTaskRequest, _longshore_v1_Task, _longshore_v1_RetryTaskRequest__Output, _longshore_v1_Task__Output>
  RetryTasks: MethodDefinition<_longshore_v1_RetryTasksRequest, _longshore_v1_BulkResult, _longshore_v1_RetryTasksRequest__Output, _longshore_v1_BulkResult__Output>
  RunTask: MethodDefinition<_longshore_v1_RunTaskRequest, _longshore_v1_Task, _longshore_v1_RunTaskRequest__Output, _longshore_v1_Task__Output>
  SubmitTask: MethodDefinition<_longshore_v1_SubmitTaskRequest, _longshore_v1_Task, _longshore_v1_SubmitTaskRequest__Output, _longshore_v1_Task__Output>
  SubmitTasks: MethodDefinition<_longshore_v1_SubmitTasksRequest, _longshore_v1_SubmitTasksResponse, _longshore_v1_SubmitTasksRequest__Output, _longshore_v1_SubmitTasksResponse__Output>
  TailTaskLogs: MethodDefinition<_longshore_v1_TailTaskLogsRequest, _longshore_v1_LogLine, _longshore_v1_TailTaskLogsRequest__Output, _longshore_v1_LogLine__Output>
  UpdateTask: MethodDefinition<_longshore_v1_UpdateTaskRequest, _longshore_v1_Task, _longshore_v1_UpdateTaskRequest__Output, _longshore_v1_Task__Output>
  WaitTask: MethodDefinition<_longshore_v1_WaitTaskRequest, _longshore_v1_Task, _longshore_v1_WaitTaskRequest__Output, _longshore_v1_Task__Output>
  WatchTask: MethodDefinition<_longshore_v1_WatchTaskRequest, _longshore_v1_TaskEvent, _longshore_v1_WatchTaskRequest__Output, _longshore_v1_TaskEvent__Output>
  WatchTasks: MethodDefinition<_longshore_v1_WatchTasksRequest, _longshore_v1_WatchTasksResponse, _longshore_v1_WatchTasksRequest__Output, _longshore_v1_WatchTasksResponse__Output>
}

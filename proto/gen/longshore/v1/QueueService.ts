// Original file: proto/longshore/v1/queue_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BulkResult as _longshore_v1_BulkResult, BulkResult__Output as _longshore_v1_BulkResult__Output } from '../../longshore/v1/BulkResult.ts';
import type { GetQueueRequest as _longshore_v1_GetQueueRequest, GetQueueRequest__Output as _longshore_v1_GetQueueRequest__Output } from '../../longshore/v1/GetQueueRequest.ts';
import type { ListQueuesRequest as _longshore_v1_ListQueuesRequest, ListQueuesRequest__Output as _longshore_v1_ListQueuesRequest__Output } from '../../longshore/v1/ListQueuesRequest.ts';
import type { ListQueuesResponse as _longshore_v1_ListQueuesResponse, ListQueuesResponse__Output as _longshore_v1_ListQueuesResponse__Output } from '../../longshore/v1/ListQueuesResponse.ts';
import type { PauseQueueRequest as _longshore_v1_PauseQueueRequest, PauseQueueRequest__Output as _longshore_v1_PauseQueueRequest__Output } from '../../longshore/v1/PauseQueueRequest.ts';
import type { PurgeQueueRequest as _longshore_v1_PurgeQueueRequest, PurgeQueueRequest__Output as _longshore_v1_PurgeQueueRequest__Output } from '../../longshore/v1/PurgeQueueRequest.ts';
import type { Queue as _longshore_v1_Queue, Queue__Output as _longshore_v1_Queue__Output } from '../../longshore/v1/Queue.ts';
import type { ResumeQueueRequest as _longshore_v1_ResumeQueueRequest, ResumeQueueRequest__Output as _longshore_v1_ResumeQueueRequest__Output } from '../../longshore/v1/ResumeQueueRequest.ts';
import type { UpdateQueueRequest as _longshore_v1_UpdateQueueRequest, UpdateQueueRequest__Output as _longshore_v1_UpdateQueueRequest__Output } from '../../longshore/v1/UpdateQueueRequest.ts';

/**
 * Shows and steers queues while they are in use.
 * 
 * Queues belong to the installation, not to a project: what is set here holds for the tasks of all projects. A change
 * holds for all workers and gateways within 2 seconds, and is kept over restarts of anything. Who changed what is kept
 * in the audit.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN
 * (UNAVAILABLE), INTERNAL. Methods that name a queue also answer QUEUE_NOT_FOUND (NOT_FOUND) when no task type uses it
 * and it has no tasks from earlier.
 */
export interface QueueServiceClient extends grpc.Client {
  /**
   * Shows a queue.
   */
  GetQueue(argument: _longshore_v1_GetQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  GetQueue(argument: _longshore_v1_GetQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  GetQueue(argument: _longshore_v1_GetQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  GetQueue(argument: _longshore_v1_GetQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  /**
   * Shows a queue.
   */
  getQueue(argument: _longshore_v1_GetQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  getQueue(argument: _longshore_v1_GetQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  getQueue(argument: _longshore_v1_GetQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  getQueue(argument: _longshore_v1_GetQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the queues, by name. All of them: an installation has tens, not thousands.
   */
  ListQueues(argument: _longshore_v1_ListQueuesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  ListQueues(argument: _longshore_v1_ListQueuesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  ListQueues(argument: _longshore_v1_ListQueuesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  ListQueues(argument: _longshore_v1_ListQueuesRequest, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the queues, by name. All of them: an installation has tens, not thousands.
   */
  listQueues(argument: _longshore_v1_ListQueuesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  listQueues(argument: _longshore_v1_ListQueuesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  listQueues(argument: _longshore_v1_ListQueuesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  listQueues(argument: _longshore_v1_ListQueuesRequest, callback: grpc.requestCallback<_longshore_v1_ListQueuesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Pauses a queue: its tasks are accepted and wait, what runs goes on. Pausing a queue that is paused changes until when,
   * and why.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT), also for a time that has passed.
   */
  PauseQueue(argument: _longshore_v1_PauseQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  PauseQueue(argument: _longshore_v1_PauseQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  PauseQueue(argument: _longshore_v1_PauseQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  PauseQueue(argument: _longshore_v1_PauseQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  /**
   * Pauses a queue: its tasks are accepted and wait, what runs goes on. Pausing a queue that is paused changes until when,
   * and why.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT), also for a time that has passed.
   */
  pauseQueue(argument: _longshore_v1_PauseQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  pauseQueue(argument: _longshore_v1_PauseQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  pauseQueue(argument: _longshore_v1_PauseQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  pauseQueue(argument: _longshore_v1_PauseQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  
  /**
   * Cancels the tasks of the caller's project that wait in a queue, with the reason QUEUE_PURGED; what runs goes on. Unlike
   * the settings, tasks belong to projects: those of others stay.
   * 
   * One call works for up to 20 seconds and cancels up to `limit` tasks; `next_page_token` tells whether there is more.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  PurgeQueue(argument: _longshore_v1_PurgeQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  PurgeQueue(argument: _longshore_v1_PurgeQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  PurgeQueue(argument: _longshore_v1_PurgeQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  PurgeQueue(argument: _longshore_v1_PurgeQueueRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels the tasks of the caller's project that wait in a queue, with the reason QUEUE_PURGED; what runs goes on. Unlike
   * the settings, tasks belong to projects: those of others stay.
   * 
   * One call works for up to 20 seconds and cancels up to `limit` tasks; `next_page_token` tells whether there is more.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  purgeQueue(argument: _longshore_v1_PurgeQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  purgeQueue(argument: _longshore_v1_PurgeQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  purgeQueue(argument: _longshore_v1_PurgeQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  purgeQueue(argument: _longshore_v1_PurgeQueueRequest, callback: grpc.requestCallback<_longshore_v1_BulkResult__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lets a paused queue go on. One that is not paused stays as it is.
   */
  ResumeQueue(argument: _longshore_v1_ResumeQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  ResumeQueue(argument: _longshore_v1_ResumeQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  ResumeQueue(argument: _longshore_v1_ResumeQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  ResumeQueue(argument: _longshore_v1_ResumeQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  /**
   * Lets a paused queue go on. One that is not paused stays as it is.
   */
  resumeQueue(argument: _longshore_v1_ResumeQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  resumeQueue(argument: _longshore_v1_ResumeQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  resumeQueue(argument: _longshore_v1_ResumeQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  resumeQueue(argument: _longshore_v1_ResumeQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes settings of a queue: those that the request sets, and no others. To take a setting away, set it to 0
   * (`rate_limit.per_second` for the rate, PRIORITY_UNSPECIFIED for the priority). Two callers who change different
   * settings at once both succeed; of two who change the same one the later wins.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT), also when nothing is set.
   */
  UpdateQueue(argument: _longshore_v1_UpdateQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  UpdateQueue(argument: _longshore_v1_UpdateQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  UpdateQueue(argument: _longshore_v1_UpdateQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  UpdateQueue(argument: _longshore_v1_UpdateQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  /**
   * Changes settings of a queue: those that the request sets, and no others. To take a setting away, set it to 0
   * (`rate_limit.per_second` for the rate, PRIORITY_UNSPECIFIED for the priority). Two callers who change different
   * settings at once both succeed; of two who change the same one the later wins.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT), also when nothing is set.
   */
  updateQueue(argument: _longshore_v1_UpdateQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  updateQueue(argument: _longshore_v1_UpdateQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  updateQueue(argument: _longshore_v1_UpdateQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  updateQueue(argument: _longshore_v1_UpdateQueueRequest, callback: grpc.requestCallback<_longshore_v1_Queue__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Shows and steers queues while they are in use.
 * 
 * Queues belong to the installation, not to a project: what is set here holds for the tasks of all projects. A change
 * holds for all workers and gateways within 2 seconds, and is kept over restarts of anything. Who changed what is kept
 * in the audit.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN
 * (UNAVAILABLE), INTERNAL. Methods that name a queue also answer QUEUE_NOT_FOUND (NOT_FOUND) when no task type uses it
 * and it has no tasks from earlier.
 */
export interface QueueServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Shows a queue.
   */
  GetQueue: grpc.handleUnaryCall<_longshore_v1_GetQueueRequest__Output, _longshore_v1_Queue>;
  
  /**
   * Lists the queues, by name. All of them: an installation has tens, not thousands.
   */
  ListQueues: grpc.handleUnaryCall<_longshore_v1_ListQueuesRequest__Output, _longshore_v1_ListQueuesResponse>;
  
  /**
   * Pauses a queue: its tasks are accepted and wait, what runs goes on. Pausing a queue that is paused changes until when,
   * and why.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT), also for a time that has passed.
   */
  PauseQueue: grpc.handleUnaryCall<_longshore_v1_PauseQueueRequest__Output, _longshore_v1_Queue>;
  
  /**
   * Cancels the tasks of the caller's project that wait in a queue, with the reason QUEUE_PURGED; what runs goes on. Unlike
   * the settings, tasks belong to projects: those of others stay.
   * 
   * One call works for up to 20 seconds and cancels up to `limit` tasks; `next_page_token` tells whether there is more.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  PurgeQueue: grpc.handleUnaryCall<_longshore_v1_PurgeQueueRequest__Output, _longshore_v1_BulkResult>;
  
  /**
   * Lets a paused queue go on. One that is not paused stays as it is.
   */
  ResumeQueue: grpc.handleUnaryCall<_longshore_v1_ResumeQueueRequest__Output, _longshore_v1_Queue>;
  
  /**
   * Changes settings of a queue: those that the request sets, and no others. To take a setting away, set it to 0
   * (`rate_limit.per_second` for the rate, PRIORITY_UNSPECIFIED for the priority). Two callers who change different
   * settings at once both succeed; of two who change the same one the later wins.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT), also when nothing is set.
   */
  UpdateQueue: grpc.handleUnaryCall<_longshore_v1_UpdateQueueRequest__Output, _longshore_v1_Queue>;
  
}

export interface QueueServiceDefinition extends grpc.ServiceDefinition {
  GetQueue: MethodDefinition<_longshore_v1_GetQueueRequest, _longshore_v1_Queue, _longshore_v1_GetQueueRequest__Output, _longshore_v1_Queue__Output>
  ListQueues: MethodDefinition<_longshore_v1_ListQueuesRequest, _longshore_v1_ListQueuesResponse, _longshore_v1_ListQueuesRequest__Output, _longshore_v1_ListQueuesResponse__Output>
  PauseQueue: MethodDefinition<_longshore_v1_PauseQueueRequest, _longshore_v1_Queue, _longshore_v1_PauseQueueRequest__Output, _longshore_v1_Queue__Output>
  PurgeQueue: MethodDefinition<_longshore_v1_PurgeQueueRequest, _longshore_v1_BulkResult, _longshore_v1_PurgeQueueRequest__Output, _longshore_v1_BulkResult__Output>
  ResumeQueue: MethodDefinition<_longshore_v1_ResumeQueueRequest, _longshore_v1_Queue, _longshore_v1_ResumeQueueRequest__Output, _longshore_v1_Queue__Output>
  UpdateQueue: MethodDefinition<_longshore_v1_UpdateQueueRequest, _longshore_v1_Queue, _longshore_v1_UpdateQueueRequest__Output, _longshore_v1_Queue__Output>
}

// Original file: proto/longshore/v1/schedule_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateScheduleRequest as _longshore_v1_CreateScheduleRequest, CreateScheduleRequest__Output as _longshore_v1_CreateScheduleRequest__Output } from '../../longshore/v1/CreateScheduleRequest.ts';
import type { DeleteScheduleRequest as _longshore_v1_DeleteScheduleRequest, DeleteScheduleRequest__Output as _longshore_v1_DeleteScheduleRequest__Output } from '../../longshore/v1/DeleteScheduleRequest.ts';
import type { DeleteScheduleResponse as _longshore_v1_DeleteScheduleResponse, DeleteScheduleResponse__Output as _longshore_v1_DeleteScheduleResponse__Output } from '../../longshore/v1/DeleteScheduleResponse.ts';
import type { GetScheduleRequest as _longshore_v1_GetScheduleRequest, GetScheduleRequest__Output as _longshore_v1_GetScheduleRequest__Output } from '../../longshore/v1/GetScheduleRequest.ts';
import type { ListSchedulesRequest as _longshore_v1_ListSchedulesRequest, ListSchedulesRequest__Output as _longshore_v1_ListSchedulesRequest__Output } from '../../longshore/v1/ListSchedulesRequest.ts';
import type { ListSchedulesResponse as _longshore_v1_ListSchedulesResponse, ListSchedulesResponse__Output as _longshore_v1_ListSchedulesResponse__Output } from '../../longshore/v1/ListSchedulesResponse.ts';
import type { PauseScheduleRequest as _longshore_v1_PauseScheduleRequest, PauseScheduleRequest__Output as _longshore_v1_PauseScheduleRequest__Output } from '../../longshore/v1/PauseScheduleRequest.ts';
import type { PreviewScheduleRequest as _longshore_v1_PreviewScheduleRequest, PreviewScheduleRequest__Output as _longshore_v1_PreviewScheduleRequest__Output } from '../../longshore/v1/PreviewScheduleRequest.ts';
import type { PreviewScheduleResponse as _longshore_v1_PreviewScheduleResponse, PreviewScheduleResponse__Output as _longshore_v1_PreviewScheduleResponse__Output } from '../../longshore/v1/PreviewScheduleResponse.ts';
import type { ResumeScheduleRequest as _longshore_v1_ResumeScheduleRequest, ResumeScheduleRequest__Output as _longshore_v1_ResumeScheduleRequest__Output } from '../../longshore/v1/ResumeScheduleRequest.ts';
import type { Schedule as _longshore_v1_Schedule, Schedule__Output as _longshore_v1_Schedule__Output } from '../../longshore/v1/Schedule.ts';
import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from '../../longshore/v1/Task.ts';
import type { TriggerScheduleRequest as _longshore_v1_TriggerScheduleRequest, TriggerScheduleRequest__Output as _longshore_v1_TriggerScheduleRequest__Output } from '../../longshore/v1/TriggerScheduleRequest.ts';
import type { UpdateScheduleRequest as _longshore_v1_UpdateScheduleRequest, UpdateScheduleRequest__Output as _longshore_v1_UpdateScheduleRequest__Output } from '../../longshore/v1/UpdateScheduleRequest.ts';

/**
 * Submits tasks again and again, at times that a cron expression or an interval names. docs/scheduling.md tells what is
 * promised of these times.
 * 
 * Needs an API key, as TaskService does; a schedule of another project is SCHEDULE_NOT_FOUND. Errors of every method:
 * API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED), TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING
 * (PERMISSION_DENIED), FIELD_INVALID and REQUEST_UNREADABLE (INVALID_ARGUMENT), BROKER_UNAVAILABLE and SHUTTING_DOWN
 * (UNAVAILABLE), INTERNAL.
 */
export interface ScheduleServiceClient extends grpc.Client {
  /**
   * Stores a new schedule; it ticks from then on. Its task is checked as SubmitTask would.
   * 
   * Errors: SCHEDULE_EXISTS (ALREADY_EXISTS); CRON_NEVER_FIRES, and those of SubmitTask (INVALID_ARGUMENT), whose field
   * paths begin with `schedule.task`.
   */
  CreateSchedule(argument: _longshore_v1_CreateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _longshore_v1_CreateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _longshore_v1_CreateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _longshore_v1_CreateScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Stores a new schedule; it ticks from then on. Its task is checked as SubmitTask would.
   * 
   * Errors: SCHEDULE_EXISTS (ALREADY_EXISTS); CRON_NEVER_FIRES, and those of SubmitTask (INVALID_ARGUMENT), whose field
   * paths begin with `schedule.task`.
   */
  createSchedule(argument: _longshore_v1_CreateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _longshore_v1_CreateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _longshore_v1_CreateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _longshore_v1_CreateScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
  /**
   * Deletes a schedule. Tasks that it has fired stay. A tick that is being fired at this moment either has its task, or
   * gets none.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  DeleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  DeleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  DeleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  DeleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Deletes a schedule. Tasks that it has fired stay. A tick that is being fired at this moment either has its task, or
   * gets none.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  deleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  deleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  deleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  deleteSchedule(argument: _longshore_v1_DeleteScheduleRequest, callback: grpc.requestCallback<_longshore_v1_DeleteScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Shows a schedule, when it ticks next, and what became of its last tick.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND).
   */
  GetSchedule(argument: _longshore_v1_GetScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  GetSchedule(argument: _longshore_v1_GetScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  GetSchedule(argument: _longshore_v1_GetScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  GetSchedule(argument: _longshore_v1_GetScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Shows a schedule, when it ticks next, and what became of its last tick.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND).
   */
  getSchedule(argument: _longshore_v1_GetScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  getSchedule(argument: _longshore_v1_GetScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  getSchedule(argument: _longshore_v1_GetScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  getSchedule(argument: _longshore_v1_GetScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the schedules of the project by id, page by page.
   */
  ListSchedules(argument: _longshore_v1_ListSchedulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  ListSchedules(argument: _longshore_v1_ListSchedulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  ListSchedules(argument: _longshore_v1_ListSchedulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  ListSchedules(argument: _longshore_v1_ListSchedulesRequest, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the schedules of the project by id, page by page.
   */
  listSchedules(argument: _longshore_v1_ListSchedulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  listSchedules(argument: _longshore_v1_ListSchedulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  listSchedules(argument: _longshore_v1_ListSchedulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  listSchedules(argument: _longshore_v1_ListSchedulesRequest, callback: grpc.requestCallback<_longshore_v1_ListSchedulesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lets a schedule rest until ResumeSchedule: what would be ticks meanwhile are none, and are not caught up. A tick that
   * is being fired at this moment still gets its task. Pausing one that is paused changes the reason.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  PauseSchedule(argument: _longshore_v1_PauseScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  PauseSchedule(argument: _longshore_v1_PauseScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  PauseSchedule(argument: _longshore_v1_PauseScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  PauseSchedule(argument: _longshore_v1_PauseScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Lets a schedule rest until ResumeSchedule: what would be ticks meanwhile are none, and are not caught up. A tick that
   * is being fired at this moment still gets its task. Pausing one that is paused changes the reason.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  pauseSchedule(argument: _longshore_v1_PauseScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  pauseSchedule(argument: _longshore_v1_PauseScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  pauseSchedule(argument: _longshore_v1_PauseScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  pauseSchedule(argument: _longshore_v1_PauseScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
  /**
   * Tells the next ticks of a schedule, stored or not, as if it were not paused and without jitter.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); CRON_NEVER_FIRES (INVALID_ARGUMENT).
   */
  PreviewSchedule(argument: _longshore_v1_PreviewScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  PreviewSchedule(argument: _longshore_v1_PreviewScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  PreviewSchedule(argument: _longshore_v1_PreviewScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  PreviewSchedule(argument: _longshore_v1_PreviewScheduleRequest, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Tells the next ticks of a schedule, stored or not, as if it were not paused and without jitter.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); CRON_NEVER_FIRES (INVALID_ARGUMENT).
   */
  previewSchedule(argument: _longshore_v1_PreviewScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  previewSchedule(argument: _longshore_v1_PreviewScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  previewSchedule(argument: _longshore_v1_PreviewScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  previewSchedule(argument: _longshore_v1_PreviewScheduleRequest, callback: grpc.requestCallback<_longshore_v1_PreviewScheduleResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lets a paused schedule tick again, from now on. Changes nothing about one that is not paused.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  ResumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  ResumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  ResumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  ResumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Lets a paused schedule tick again, from now on. Changes nothing about one that is not paused.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  resumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  resumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  resumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  resumeSchedule(argument: _longshore_v1_ResumeScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
  /**
   * Submits the task of a schedule once, now: outside its ticks, whatever its overlap policy says, and also while it is
   * paused. The task comes in view BASIC; each call makes another one, unless it is the same one again by its idempotency key.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); TASK_TYPE_UNKNOWN (INVALID_ARGUMENT) when no worker has the type any more;
   * IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS); QUEUE_FULL and STORE_FULL (RESOURCE_EXHAUSTED).
   */
  TriggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  TriggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  TriggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  TriggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  /**
   * Submits the task of a schedule once, now: outside its ticks, whatever its overlap policy says, and also while it is
   * paused. The task comes in view BASIC; each call makes another one, unless it is the same one again by its idempotency key.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); TASK_TYPE_UNKNOWN (INVALID_ARGUMENT) when no worker has the type any more;
   * IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS); QUEUE_FULL and STORE_FULL (RESOURCE_EXHAUSTED).
   */
  triggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  triggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  triggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  triggerSchedule(argument: _longshore_v1_TriggerScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Task__Output>): grpc.ClientUnaryCall;
  
  /**
   * Replaces all of a schedule but what is output only: what is not set gets its default. Its pause and its counts stay.
   * With another cron expression, time zone, interval, start or end it ticks as if it were new: nothing is caught up.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION) when `etag` is not that of the stored one; those of
   * CreateSchedule.
   */
  UpdateSchedule(argument: _longshore_v1_UpdateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  UpdateSchedule(argument: _longshore_v1_UpdateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  UpdateSchedule(argument: _longshore_v1_UpdateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  UpdateSchedule(argument: _longshore_v1_UpdateScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Replaces all of a schedule but what is output only: what is not set gets its default. Its pause and its counts stay.
   * With another cron expression, time zone, interval, start or end it ticks as if it were new: nothing is caught up.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION) when `etag` is not that of the stored one; those of
   * CreateSchedule.
   */
  updateSchedule(argument: _longshore_v1_UpdateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  updateSchedule(argument: _longshore_v1_UpdateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  updateSchedule(argument: _longshore_v1_UpdateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  updateSchedule(argument: _longshore_v1_UpdateScheduleRequest, callback: grpc.requestCallback<_longshore_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Submits tasks again and again, at times that a cron expression or an interval names. docs/scheduling.md tells what is
 * promised of these times.
 * 
 * Needs an API key, as TaskService does; a schedule of another project is SCHEDULE_NOT_FOUND. Errors of every method:
 * API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED), TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING
 * (PERMISSION_DENIED), FIELD_INVALID and REQUEST_UNREADABLE (INVALID_ARGUMENT), BROKER_UNAVAILABLE and SHUTTING_DOWN
 * (UNAVAILABLE), INTERNAL.
 */
export interface ScheduleServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Stores a new schedule; it ticks from then on. Its task is checked as SubmitTask would.
   * 
   * Errors: SCHEDULE_EXISTS (ALREADY_EXISTS); CRON_NEVER_FIRES, and those of SubmitTask (INVALID_ARGUMENT), whose field
   * paths begin with `schedule.task`.
   */
  CreateSchedule: grpc.handleUnaryCall<_longshore_v1_CreateScheduleRequest__Output, _longshore_v1_Schedule>;
  
  /**
   * Deletes a schedule. Tasks that it has fired stay. A tick that is being fired at this moment either has its task, or
   * gets none.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  DeleteSchedule: grpc.handleUnaryCall<_longshore_v1_DeleteScheduleRequest__Output, _longshore_v1_DeleteScheduleResponse>;
  
  /**
   * Shows a schedule, when it ticks next, and what became of its last tick.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND).
   */
  GetSchedule: grpc.handleUnaryCall<_longshore_v1_GetScheduleRequest__Output, _longshore_v1_Schedule>;
  
  /**
   * Lists the schedules of the project by id, page by page.
   */
  ListSchedules: grpc.handleUnaryCall<_longshore_v1_ListSchedulesRequest__Output, _longshore_v1_ListSchedulesResponse>;
  
  /**
   * Lets a schedule rest until ResumeSchedule: what would be ticks meanwhile are none, and are not caught up. A tick that
   * is being fired at this moment still gets its task. Pausing one that is paused changes the reason.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  PauseSchedule: grpc.handleUnaryCall<_longshore_v1_PauseScheduleRequest__Output, _longshore_v1_Schedule>;
  
  /**
   * Tells the next ticks of a schedule, stored or not, as if it were not paused and without jitter.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); CRON_NEVER_FIRES (INVALID_ARGUMENT).
   */
  PreviewSchedule: grpc.handleUnaryCall<_longshore_v1_PreviewScheduleRequest__Output, _longshore_v1_PreviewScheduleResponse>;
  
  /**
   * Lets a paused schedule tick again, from now on. Changes nothing about one that is not paused.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION).
   */
  ResumeSchedule: grpc.handleUnaryCall<_longshore_v1_ResumeScheduleRequest__Output, _longshore_v1_Schedule>;
  
  /**
   * Submits the task of a schedule once, now: outside its ticks, whatever its overlap policy says, and also while it is
   * paused. The task comes in view BASIC; each call makes another one, unless it is the same one again by its idempotency key.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); TASK_TYPE_UNKNOWN (INVALID_ARGUMENT) when no worker has the type any more;
   * IDEMPOTENCY_KEY_REUSED (ALREADY_EXISTS); QUEUE_FULL and STORE_FULL (RESOURCE_EXHAUSTED).
   */
  TriggerSchedule: grpc.handleUnaryCall<_longshore_v1_TriggerScheduleRequest__Output, _longshore_v1_Task>;
  
  /**
   * Replaces all of a schedule but what is output only: what is not set gets its default. Its pause and its counts stay.
   * With another cron expression, time zone, interval, start or end it ticks as if it were new: nothing is caught up.
   * 
   * Errors: SCHEDULE_NOT_FOUND (NOT_FOUND); SCHEDULE_CHANGED (FAILED_PRECONDITION) when `etag` is not that of the stored one; those of
   * CreateSchedule.
   */
  UpdateSchedule: grpc.handleUnaryCall<_longshore_v1_UpdateScheduleRequest__Output, _longshore_v1_Schedule>;
  
}

export interface ScheduleServiceDefinition extends grpc.ServiceDefinition {
  CreateSchedule: MethodDefinition<_longshore_v1_CreateScheduleRequest, _longshore_v1_Schedule, _longshore_v1_CreateScheduleRequest__Output, _longshore_v1_Schedule__Output>
  DeleteSchedule: MethodDefinition<_longshore_v1_DeleteScheduleRequest, _longshore_v1_DeleteScheduleResponse, _longshore_v1_DeleteScheduleRequest__Output, _longshore_v1_DeleteScheduleResponse__Output>
  GetSchedule: MethodDefinition<_longshore_v1_GetScheduleRequest, _longshore_v1_Schedule, _longshore_v1_GetScheduleRequest__Output, _longshore_v1_Schedule__Output>
  ListSchedules: MethodDefinition<_longshore_v1_ListSchedulesRequest, _longshore_v1_ListSchedulesResponse, _longshore_v1_ListSchedulesRequest__Output, _longshore_v1_ListSchedulesResponse__Output>
  PauseSchedule: MethodDefinition<_longshore_v1_PauseScheduleRequest, _longshore_v1_Schedule, _longshore_v1_PauseScheduleRequest__Output, _longshore_v1_Schedule__Output>
  PreviewSchedule: MethodDefinition<_longshore_v1_PreviewScheduleRequest, _longshore_v1_PreviewScheduleResponse, _longshore_v1_PreviewScheduleRequest__Output, _longshore_v1_PreviewScheduleResponse__Output>
  ResumeSchedule: MethodDefinition<_longshore_v1_ResumeScheduleRequest, _longshore_v1_Schedule, _longshore_v1_ResumeScheduleRequest__Output, _longshore_v1_Schedule__Output>
  TriggerSchedule: MethodDefinition<_longshore_v1_TriggerScheduleRequest, _longshore_v1_Task, _longshore_v1_TriggerScheduleRequest__Output, _longshore_v1_Task__Output>
  UpdateSchedule: MethodDefinition<_longshore_v1_UpdateScheduleRequest, _longshore_v1_Schedule, _longshore_v1_UpdateScheduleRequest__Output, _longshore_v1_Schedule__Output>
}

// Original file: proto/longshore/v1/admin_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListTaskTypesRequest as _longshore_v1_ListTaskTypesRequest, ListTaskTypesRequest__Output as _longshore_v1_ListTaskTypesRequest__Output } from '../../longshore/v1/ListTaskTypesRequest.ts';
import type { ListTaskTypesResponse as _longshore_v1_ListTaskTypesResponse, ListTaskTypesResponse__Output as _longshore_v1_ListTaskTypesResponse__Output } from '../../longshore/v1/ListTaskTypesResponse.ts';
import type { ListWorkersRequest as _longshore_v1_ListWorkersRequest, ListWorkersRequest__Output as _longshore_v1_ListWorkersRequest__Output } from '../../longshore/v1/ListWorkersRequest.ts';
import type { ListWorkersResponse as _longshore_v1_ListWorkersResponse, ListWorkersResponse__Output as _longshore_v1_ListWorkersResponse__Output } from '../../longshore/v1/ListWorkersResponse.ts';
import type { ScaleWorkerRequest as _longshore_v1_ScaleWorkerRequest, ScaleWorkerRequest__Output as _longshore_v1_ScaleWorkerRequest__Output } from '../../longshore/v1/ScaleWorkerRequest.ts';
import type { ScaleWorkerResponse as _longshore_v1_ScaleWorkerResponse, ScaleWorkerResponse__Output as _longshore_v1_ScaleWorkerResponse__Output } from '../../longshore/v1/ScaleWorkerResponse.ts';

/**
 * Shows how this installation is set up and what its workers do, and steers them.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface AdminServiceClient extends grpc.Client {
  /**
   * Lists the task types that workers have registered, by name. All of them: an installation has tens, not thousands.
   */
  ListTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  ListTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  ListTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  ListTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the task types that workers have registered, by name. All of them: an installation has tens, not thousands.
   */
  listTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  listTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  listTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  listTaskTypes(argument: _longshore_v1_ListTaskTypesRequest, callback: grpc.requestCallback<_longshore_v1_ListTaskTypesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the workers that have spoken within the last minute, by id. They speak every 5 seconds and when their state
   * changes: one whose `heartbeat_time` is older than that is cut off, or was killed.
   */
  ListWorkers(argument: _longshore_v1_ListWorkersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  ListWorkers(argument: _longshore_v1_ListWorkersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  ListWorkers(argument: _longshore_v1_ListWorkersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  ListWorkers(argument: _longshore_v1_ListWorkersRequest, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the workers that have spoken within the last minute, by id. They speak every 5 seconds and when their state
   * changes: one whose `heartbeat_time` is older than that is cut off, or was killed.
   */
  listWorkers(argument: _longshore_v1_ListWorkersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  listWorkers(argument: _longshore_v1_ListWorkersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  listWorkers(argument: _longshore_v1_ListWorkersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  listWorkers(argument: _longshore_v1_ListWorkersRequest, callback: grpc.requestCallback<_longshore_v1_ListWorkersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes how many tasks a worker runs at once in one of its pools, until it is changed again or the worker ends.
   * More: child processes start at once. Fewer: slots go as running tasks end, and none is killed.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker answers; WORKER_REFUSES
   * (FAILED_PRECONDITION) when it has no such pool, or is stopping.
   */
  ScaleWorker(argument: _longshore_v1_ScaleWorkerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  ScaleWorker(argument: _longshore_v1_ScaleWorkerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  ScaleWorker(argument: _longshore_v1_ScaleWorkerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  ScaleWorker(argument: _longshore_v1_ScaleWorkerRequest, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Changes how many tasks a worker runs at once in one of its pools, until it is changed again or the worker ends.
   * More: child processes start at once. Fewer: slots go as running tasks end, and none is killed.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker answers; WORKER_REFUSES
   * (FAILED_PRECONDITION) when it has no such pool, or is stopping.
   */
  scaleWorker(argument: _longshore_v1_ScaleWorkerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  scaleWorker(argument: _longshore_v1_ScaleWorkerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  scaleWorker(argument: _longshore_v1_ScaleWorkerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  scaleWorker(argument: _longshore_v1_ScaleWorkerRequest, callback: grpc.requestCallback<_longshore_v1_ScaleWorkerResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Shows how this installation is set up and what its workers do, and steers them.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Lists the task types that workers have registered, by name. All of them: an installation has tens, not thousands.
   */
  ListTaskTypes: grpc.handleUnaryCall<_longshore_v1_ListTaskTypesRequest__Output, _longshore_v1_ListTaskTypesResponse>;
  
  /**
   * Lists the workers that have spoken within the last minute, by id. They speak every 5 seconds and when their state
   * changes: one whose `heartbeat_time` is older than that is cut off, or was killed.
   */
  ListWorkers: grpc.handleUnaryCall<_longshore_v1_ListWorkersRequest__Output, _longshore_v1_ListWorkersResponse>;
  
  /**
   * Changes how many tasks a worker runs at once in one of its pools, until it is changed again or the worker ends.
   * More: child processes start at once. Fewer: slots go as running tasks end, and none is killed.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker answers; WORKER_REFUSES
   * (FAILED_PRECONDITION) when it has no such pool, or is stopping.
   */
  ScaleWorker: grpc.handleUnaryCall<_longshore_v1_ScaleWorkerRequest__Output, _longshore_v1_ScaleWorkerResponse>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  ListTaskTypes: MethodDefinition<_longshore_v1_ListTaskTypesRequest, _longshore_v1_ListTaskTypesResponse, _longshore_v1_ListTaskTypesRequest__Output, _longshore_v1_ListTaskTypesResponse__Output>
  ListWorkers: MethodDefinition<_longshore_v1_ListWorkersRequest, _longshore_v1_ListWorkersResponse, _longshore_v1_ListWorkersRequest__Output, _longshore_v1_ListWorkersResponse__Output>
  ScaleWorker: MethodDefinition<_longshore_v1_ScaleWorkerRequest, _longshore_v1_ScaleWorkerResponse, _longshore_v1_ScaleWorkerRequest__Output, _longshore_v1_ScaleWorkerResponse__Output>
}

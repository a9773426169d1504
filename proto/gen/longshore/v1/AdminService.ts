// Original file: proto/longshore/v1/admin_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListTaskTypesRequest as _longshore_v1_ListTaskTypesRequest, ListTaskTypesRequest__Output as _longshore_v1_ListTaskTypesRequest__Output } from '../../longshore/v1/ListTaskTypesRequest.ts';
import type { ListTaskTypesResponse as _longshore_v1_ListTaskTypesResponse, ListTaskTypesResponse__Output as _longshore_v1_ListTaskTypesResponse__Output } from '../../longshore/v1/ListTaskTypesResponse.ts';

/**
 * Shows how this installation is set up.
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
  
}

/**
 * Shows how this installation is set up.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Lists the task types that workers have registered, by name. All of them: an installation has tens, not thousands.
   */
  ListTaskTypes: grpc.handleUnaryCall<_longshore_v1_ListTaskTypesRequest__Output, _longshore_v1_ListTaskTypesResponse>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  ListTaskTypes: MethodDefinition<_longshore_v1_ListTaskTypesRequest, _longshore_v1_ListTaskTypesResponse, _longshore_v1_ListTaskTypesRequest__Output, _longshore_v1_ListTaskTypesResponse__Output>
}

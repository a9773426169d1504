// Original file: proto/longshore/v1/alert_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateSilenceRequest as _longshore_v1_CreateSilenceRequest, CreateSilenceRequest__Output as _longshore_v1_CreateSilenceRequest__Output } from '../../longshore/v1/CreateSilenceRequest.ts';
import type { DeleteSilenceRequest as _longshore_v1_DeleteSilenceRequest, DeleteSilenceRequest__Output as _longshore_v1_DeleteSilenceRequest__Output } from '../../longshore/v1/DeleteSilenceRequest.ts';
import type { DeleteSilenceResponse as _longshore_v1_DeleteSilenceResponse, DeleteSilenceResponse__Output as _longshore_v1_DeleteSilenceResponse__Output } from '../../longshore/v1/DeleteSilenceResponse.ts';
import type { ListAlertsRequest as _longshore_v1_ListAlertsRequest, ListAlertsRequest__Output as _longshore_v1_ListAlertsRequest__Output } from '../../longshore/v1/ListAlertsRequest.ts';
import type { ListAlertsResponse as _longshore_v1_ListAlertsResponse, ListAlertsResponse__Output as _longshore_v1_ListAlertsResponse__Output } from '../../longshore/v1/ListAlertsResponse.ts';
import type { ListSilencesRequest as _longshore_v1_ListSilencesRequest, ListSilencesRequest__Output as _longshore_v1_ListSilencesRequest__Output } from '../../longshore/v1/ListSilencesRequest.ts';
import type { ListSilencesResponse as _longshore_v1_ListSilencesResponse, ListSilencesResponse__Output as _longshore_v1_ListSilencesResponse__Output } from '../../longshore/v1/ListSilencesResponse.ts';
import type { Silence as _longshore_v1_Silence, Silence__Output as _longshore_v1_Silence__Output } from '../../longshore/v1/Silence.ts';

/**
 * Tells what is wrong, and keeps alerts quiet for a while.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface AlertServiceClient extends grpc.Client {
  /**
   * Keeps the alerts quiet that a rule and labels fit, until some time: nobody is told of them, and lists mark them.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  CreateSilence(argument: _longshore_v1_CreateSilenceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  CreateSilence(argument: _longshore_v1_CreateSilenceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  CreateSilence(argument: _longshore_v1_CreateSilenceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  CreateSilence(argument: _longshore_v1_CreateSilenceRequest, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  /**
   * Keeps the alerts quiet that a rule and labels fit, until some time: nobody is told of them, and lists mark them.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  createSilence(argument: _longshore_v1_CreateSilenceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  createSilence(argument: _longshore_v1_CreateSilenceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  createSilence(argument: _longshore_v1_CreateSilenceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  createSilence(argument: _longshore_v1_CreateSilenceRequest, callback: grpc.requestCallback<_longshore_v1_Silence__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a silence.
   * 
   * Needs the role `operator`. Errors: SILENCE_NOT_FOUND (NOT_FOUND).
   */
  DeleteSilence(argument: _longshore_v1_DeleteSilenceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  DeleteSilence(argument: _longshore_v1_DeleteSilenceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  DeleteSilence(argument: _longshore_v1_DeleteSilenceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  DeleteSilence(argument: _longshore_v1_DeleteSilenceRequest, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a silence.
   * 
   * Needs the role `operator`. Errors: SILENCE_NOT_FOUND (NOT_FOUND).
   */
  deleteSilence(argument: _longshore_v1_DeleteSilenceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  deleteSilence(argument: _longshore_v1_DeleteSilenceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  deleteSilence(argument: _longshore_v1_DeleteSilenceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  deleteSilence(argument: _longshore_v1_DeleteSilenceRequest, callback: grpc.requestCallback<_longshore_v1_DeleteSilenceResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the alerts that are pending, that fire, or that were resolved within the last hour, as the monitor has them: those of
   * the installation, and those about tasks of the caller's project.
   * 
   * Errors: INDEX_UNAVAILABLE (UNAVAILABLE) when there is no monitor.
   */
  ListAlerts(argument: _longshore_v1_ListAlertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _longshore_v1_ListAlertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _longshore_v1_ListAlertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  ListAlerts(argument: _longshore_v1_ListAlertsRequest, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the alerts that are pending, that fire, or that were resolved within the last hour, as the monitor has them: those of
   * the installation, and those about tasks of the caller's project.
   * 
   * Errors: INDEX_UNAVAILABLE (UNAVAILABLE) when there is no monitor.
   */
  listAlerts(argument: _longshore_v1_ListAlertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _longshore_v1_ListAlertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _longshore_v1_ListAlertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  listAlerts(argument: _longshore_v1_ListAlertsRequest, callback: grpc.requestCallback<_longshore_v1_ListAlertsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the silences that have not ended.
   */
  ListSilences(argument: _longshore_v1_ListSilencesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  ListSilences(argument: _longshore_v1_ListSilencesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  ListSilences(argument: _longshore_v1_ListSilencesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  ListSilences(argument: _longshore_v1_ListSilencesRequest, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the silences that have not ended.
   */
  listSilences(argument: _longshore_v1_ListSilencesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  listSilences(argument: _longshore_v1_ListSilencesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  listSilences(argument: _longshore_v1_ListSilencesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  listSilences(argument: _longshore_v1_ListSilencesRequest, callback: grpc.requestCallback<_longshore_v1_ListSilencesResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Tells what is wrong, and keeps alerts quiet for a while.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface AlertServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Keeps the alerts quiet that a rule and labels fit, until some time: nobody is told of them, and lists mark them.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  CreateSilence: grpc.handleUnaryCall<_longshore_v1_CreateSilenceRequest__Output, _longshore_v1_Silence>;
  
  /**
   * Ends a silence.
   * 
   * Needs the role `operator`. Errors: SILENCE_NOT_FOUND (NOT_FOUND).
   */
  DeleteSilence: grpc.handleUnaryCall<_longshore_v1_DeleteSilenceRequest__Output, _longshore_v1_DeleteSilenceResponse>;
  
  /**
   * Lists the alerts that are pending, that fire, or that were resolved within the last hour, as the monitor has them: those of
   * the installation, and those about tasks of the caller's project.
   * 
   * Errors: INDEX_UNAVAILABLE (UNAVAILABLE) when there is no monitor.
   */
  ListAlerts: grpc.handleUnaryCall<_longshore_v1_ListAlertsRequest__Output, _longshore_v1_ListAlertsResponse>;
  
  /**
   * Lists the silences that have not ended.
   */
  ListSilences: grpc.handleUnaryCall<_longshore_v1_ListSilencesRequest__Output, _longshore_v1_ListSilencesResponse>;
  
}

export interface AlertServiceDefinition extends grpc.ServiceDefinition {
  CreateSilence: MethodDefinition<_longshore_v1_CreateSilenceRequest, _longshore_v1_Silence, _longshore_v1_CreateSilenceRequest__Output, _longshore_v1_Silence__Output>
  DeleteSilence: MethodDefinition<_longshore_v1_DeleteSilenceRequest, _longshore_v1_DeleteSilenceResponse, _longshore_v1_DeleteSilenceRequest__Output, _longshore_v1_DeleteSilenceResponse__Output>
  ListAlerts: MethodDefinition<_longshore_v1_ListAlertsRequest, _longshore_v1_ListAlertsResponse, _longshore_v1_ListAlertsRequest__Output, _longshore_v1_ListAlertsResponse__Output>
  ListSilences: MethodDefinition<_longshore_v1_ListSilencesRequest, _longshore_v1_ListSilencesResponse, _longshore_v1_ListSilencesRequest__Output, _longshore_v1_ListSilencesResponse__Output>
}

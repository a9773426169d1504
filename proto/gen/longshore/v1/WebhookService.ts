// Original file: proto/longshore/v1/webhook_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateWebhookRequest as _longshore_v1_CreateWebhookRequest, CreateWebhookRequest__Output as _longshore_v1_CreateWebhookRequest__Output } from '../../longshore/v1/CreateWebhookRequest.ts';
import type { CreateWebhookResponse as _longshore_v1_CreateWebhookResponse, CreateWebhookResponse__Output as _longshore_v1_CreateWebhookResponse__Output } from '../../longshore/v1/CreateWebhookResponse.ts';
import type { DeleteWebhookRequest as _longshore_v1_DeleteWebhookRequest, DeleteWebhookRequest__Output as _longshore_v1_DeleteWebhookRequest__Output } from '../../longshore/v1/DeleteWebhookRequest.ts';
import type { DeleteWebhookResponse as _longshore_v1_DeleteWebhookResponse, DeleteWebhookResponse__Output as _longshore_v1_DeleteWebhookResponse__Output } from '../../longshore/v1/DeleteWebhookResponse.ts';
import type { ListWebhooksRequest as _longshore_v1_ListWebhooksRequest, ListWebhooksRequest__Output as _longshore_v1_ListWebhooksRequest__Output } from '../../longshore/v1/ListWebhooksRequest.ts';
import type { ListWebhooksResponse as _longshore_v1_ListWebhooksResponse, ListWebhooksResponse__Output as _longshore_v1_ListWebhooksResponse__Output } from '../../longshore/v1/ListWebhooksResponse.ts';
import type { TestWebhookRequest as _longshore_v1_TestWebhookRequest, TestWebhookRequest__Output as _longshore_v1_TestWebhookRequest__Output } from '../../longshore/v1/TestWebhookRequest.ts';
import type { TestWebhookResponse as _longshore_v1_TestWebhookResponse, TestWebhookResponse__Output as _longshore_v1_TestWebhookResponse__Output } from '../../longshore/v1/TestWebhookResponse.ts';

/**
 * Has events sent to a URL, signed, as they happen: see docs/webhooks.md.
 * 
 * Needs an API key with the role `operator`. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface WebhookServiceClient extends grpc.Client {
  /**
   * Has the events of the caller's project sent to a URL from now on.
   * 
   * A project has at most 20.
   * 
   * Errors: FIELD_INVALID and FILTER_INVALID (INVALID_ARGUMENT).
   */
  CreateWebhook(argument: _longshore_v1_CreateWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  CreateWebhook(argument: _longshore_v1_CreateWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  CreateWebhook(argument: _longshore_v1_CreateWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  CreateWebhook(argument: _longshore_v1_CreateWebhookRequest, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Has the events of the caller's project sent to a URL from now on.
   * 
   * A project has at most 20.
   * 
   * Errors: FIELD_INVALID and FILTER_INVALID (INVALID_ARGUMENT).
   */
  createWebhook(argument: _longshore_v1_CreateWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _longshore_v1_CreateWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _longshore_v1_CreateWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _longshore_v1_CreateWebhookRequest, callback: grpc.requestCallback<_longshore_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a webhook: nothing is sent any more, also not what is on its way.
   * 
   * Errors: WEBHOOK_NOT_FOUND (NOT_FOUND).
   */
  DeleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  DeleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  DeleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  DeleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a webhook: nothing is sent any more, also not what is on its way.
   * 
   * Errors: WEBHOOK_NOT_FOUND (NOT_FOUND).
   */
  deleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  deleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  deleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  deleteWebhook(argument: _longshore_v1_DeleteWebhookRequest, callback: grpc.requestCallback<_longshore_v1_DeleteWebhookResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the webhooks of the caller's project, without their secrets, the oldest first.
   */
  ListWebhooks(argument: _longshore_v1_ListWebhooksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _longshore_v1_ListWebhooksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _longshore_v1_ListWebhooksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _longshore_v1_ListWebhooksRequest, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the webhooks of the caller's project, without their secrets, the oldest first.
   */
  listWebhooks(argument: _longshore_v1_ListWebhooksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _longshore_v1_ListWebhooksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _longshore_v1_ListWebhooksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _longshore_v1_ListWebhooksRequest, callback: grpc.requestCallback<_longshore_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sends a test event once, and says what became of it, after 15 seconds at most.
   * 
   * Errors: WEBHOOK_NOT_FOUND (NOT_FOUND), what SubmitTask answers when there is no room.
   */
  TestWebhook(argument: _longshore_v1_TestWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  TestWebhook(argument: _longshore_v1_TestWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  TestWebhook(argument: _longshore_v1_TestWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  TestWebhook(argument: _longshore_v1_TestWebhookRequest, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sends a test event once, and says what became of it, after 15 seconds at most.
   * 
   * Errors: WEBHOOK_NOT_FOUND (NOT_FOUND), what SubmitTask answers when there is no room.
   */
  testWebhook(argument: _longshore_v1_TestWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _longshore_v1_TestWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _longshore_v1_TestWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _longshore_v1_TestWebhookRequest, callback: grpc.requestCallback<_longshore_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Has events sent to a URL, signed, as they happen: see docs/webhooks.md.
 * 
 * Needs an API key with the role `operator`. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
 */
export interface WebhookServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Has the events of the caller's project sent to a URL from now on.
   * 
   * A project has at most 20.
   * 
   * Errors: FIELD_INVALID and FILTER_INVALID (INVALID_ARGUMENT).
   */
  CreateWebhook: grpc.handleUnaryCall<_longshore_v1_CreateWebhookRequest__Output, _longshore_v1_CreateWebhookResponse>;
  
  /**
   * Ends a webhook: nothing is sent any more, also not what is on its way.
   * 
   * Errors: WEBHOOK_NOT_FOUND (NOT_FOUND).
   */
  DeleteWebhook: grpc.handleUnaryCall<_longshore_v1_DeleteWebhookRequest__Output, _longshore_v1_DeleteWebhookResponse>;
  
  /**
   * Lists the webhooks of the caller's project, without their secrets, the oldest first.
   */
  ListWebhooks: grpc.handleUnaryCall<_longshore_v1_ListWebhooksRequest__Output, _longshore_v1_ListWebhooksResponse>;
  
  /**
   * Sends a test event once, and says what became of it, after 15 seconds at most.
   * 
   * Errors: WEBHOOK_NOT_FOUND (NOT_FOUND), what SubmitTask answers when there is no room.
   */
  TestWebhook: grpc.handleUnaryCall<_longshore_v1_TestWebhookRequest__Output, _longshore_v1_TestWebhookResponse>;
  
}

export interface WebhookServiceDefinition extends grpc.ServiceDefinition {
  CreateWebhook: MethodDefinition<_longshore_v1_CreateWebhookRequest, _longshore_v1_CreateWebhookResponse, _longshore_v1_CreateWebhookRequest__Output, _longshore_v1_CreateWebhookResponse__Output>
  DeleteWebhook: MethodDefinition<_longshore_v1_DeleteWebhookRequest, _longshore_v1_DeleteWebhookResponse, _longshore_v1_DeleteWebhookRequest__Output, _longshore_v1_DeleteWebhookResponse__Output>
  ListWebhooks: MethodDefinition<_longshore_v1_ListWebhooksRequest, _longshore_v1_ListWebhooksResponse, _longshore_v1_ListWebhooksRequest__Output, _longshore_v1_ListWebhooksResponse__Output>
  TestWebhook: MethodDefinition<_longshore_v1_TestWebhookRequest, _longshore_v1_TestWebhookResponse, _longshore_v1_TestWebhookRequest__Output, _longshore_v1_TestWebhookResponse__Output>
}

// Original file: proto/longshore/v1/admin_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ApiKey as _longshore_v1_ApiKey, ApiKey__Output as _longshore_v1_ApiKey__Output } from '../../longshore/v1/ApiKey.ts';
import type { AuditStoreRequest as _longshore_v1_AuditStoreRequest, AuditStoreRequest__Output as _longshore_v1_AuditStoreRequest__Output } from '../../longshore/v1/AuditStoreRequest.ts';
import type { AuditStoreResponse as _longshore_v1_AuditStoreResponse, AuditStoreResponse__Output as _longshore_v1_AuditStoreResponse__Output } from '../../longshore/v1/AuditStoreResponse.ts';
import type { CreateApiKeyRequest as _longshore_v1_CreateApiKeyRequest, CreateApiKeyRequest__Output as _longshore_v1_CreateApiKeyRequest__Output } from '../../longshore/v1/CreateApiKeyRequest.ts';
import type { CreateApiKeyResponse as _longshore_v1_CreateApiKeyResponse, CreateApiKeyResponse__Output as _longshore_v1_CreateApiKeyResponse__Output } from '../../longshore/v1/CreateApiKeyResponse.ts';
import type { CreateTokenRequest as _longshore_v1_CreateTokenRequest, CreateTokenRequest__Output as _longshore_v1_CreateTokenRequest__Output } from '../../longshore/v1/CreateTokenRequest.ts';
import type { CreateTokenResponse as _longshore_v1_CreateTokenResponse, CreateTokenResponse__Output as _longshore_v1_CreateTokenResponse__Output } from '../../longshore/v1/CreateTokenResponse.ts';
import type { DrainWorkerRequest as _longshore_v1_DrainWorkerRequest, DrainWorkerRequest__Output as _longshore_v1_DrainWorkerRequest__Output } from '../../longshore/v1/DrainWorkerRequest.ts';
import type { DrainWorkerResponse as _longshore_v1_DrainWorkerResponse, DrainWorkerResponse__Output as _longshore_v1_DrainWorkerResponse__Output } from '../../longshore/v1/DrainWorkerResponse.ts';
import type { GetProjectRequest as _longshore_v1_GetProjectRequest, GetProjectRequest__Output as _longshore_v1_GetProjectRequest__Output } from '../../longshore/v1/GetProjectRequest.ts';
import type { ListApiKeysRequest as _longshore_v1_ListApiKeysRequest, ListApiKeysRequest__Output as _longshore_v1_ListApiKeysRequest__Output } from '../../longshore/v1/ListApiKeysRequest.ts';
import type { ListApiKeysResponse as _longshore_v1_ListApiKeysResponse, ListApiKeysResponse__Output as _longshore_v1_ListApiKeysResponse__Output } from '../../longshore/v1/ListApiKeysResponse.ts';
import type { ListAuditRequest as _longshore_v1_ListAuditRequest, ListAuditRequest__Output as _longshore_v1_ListAuditRequest__Output } from '../../longshore/v1/ListAuditRequest.ts';
import type { ListAuditResponse as _longshore_v1_ListAuditResponse, ListAuditResponse__Output as _longshore_v1_ListAuditResponse__Output } from '../../longshore/v1/ListAuditResponse.ts';
import type { ListTaskTypesRequest as _longshore_v1_ListTaskTypesRequest, ListTaskTypesRequest__Output as _longshore_v1_ListTaskTypesRequest__Output } from '../../longshore/v1/ListTaskTypesRequest.ts';
import type { ListTaskTypesResponse as _longshore_v1_ListTaskTypesResponse, ListTaskTypesResponse__Output as _longshore_v1_ListTaskTypesResponse__Output } from '../../longshore/v1/ListTaskTypesResponse.ts';
import type { ListWorkersRequest as _longshore_v1_ListWorkersRequest, ListWorkersRequest__Output as _longshore_v1_ListWorkersRequest__Output } from '../../longshore/v1/ListWorkersRequest.ts';
import type { ListWorkersResponse as _longshore_v1_ListWorkersResponse, ListWorkersResponse__Output as _longshore_v1_ListWorkersResponse__Output } from '../../longshore/v1/ListWorkersResponse.ts';
import type { Project as _longshore_v1_Project, Project__Output as _longshore_v1_Project__Output } from '../../longshore/v1/Project.ts';
import type { ResumeWorkerRequest as _longshore_v1_ResumeWorkerRequest, ResumeWorkerRequest__Output as _longshore_v1_ResumeWorkerRequest__Output } from '../../longshore/v1/ResumeWorkerRequest.ts';
import type { ResumeWorkerResponse as _longshore_v1_ResumeWorkerResponse, ResumeWorkerResponse__Output as _longshore_v1_ResumeWorkerResponse__Output } from '../../longshore/v1/ResumeWorkerResponse.ts';
import type { RevokeApiKeyRequest as _longshore_v1_RevokeApiKeyRequest, RevokeApiKeyRequest__Output as _longshore_v1_RevokeApiKeyRequest__Output } from '../../longshore/v1/RevokeApiKeyRequest.ts';
import type { RevokeApiKeyResponse as _longshore_v1_RevokeApiKeyResponse, RevokeApiKeyResponse__Output as _longshore_v1_RevokeApiKeyResponse__Output } from '../../longshore/v1/RevokeApiKeyResponse.ts';
import type { RotateApiKeyRequest as _longshore_v1_RotateApiKeyRequest, RotateApiKeyRequest__Output as _longshore_v1_RotateApiKeyRequest__Output } from '../../longshore/v1/RotateApiKeyRequest.ts';
import type { ScaleWorkerRequest as _longshore_v1_ScaleWorkerRequest, ScaleWorkerRequest__Output as _longshore_v1_ScaleWorkerRequest__Output } from '../../longshore/v1/ScaleWorkerRequest.ts';
import type { ScaleWorkerResponse as _longshore_v1_ScaleWorkerResponse, ScaleWorkerResponse__Output as _longshore_v1_ScaleWorkerResponse__Output } from '../../longshore/v1/ScaleWorkerResponse.ts';
import type { UpdateApiKeyRequest as _longshore_v1_UpdateApiKeyRequest, UpdateApiKeyRequest__Output as _longshore_v1_UpdateApiKeyRequest__Output } from '../../longshore/v1/UpdateApiKeyRequest.ts';
import type { UpdateProjectRequest as _longshore_v1_UpdateProjectRequest, UpdateProjectRequest__Output as _longshore_v1_UpdateProjectRequest__Output } from '../../longshore/v1/UpdateProjectRequest.ts';

/**
 * Shows how this installation is set up and what its workers do, and steers them.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN
 * (UNAVAILABLE), INTERNAL.
 */
export interface AdminServiceClient extends grpc.Client {
  /**
   * Has the leading scheduler compare all that waits with all that has happened, now instead of within the hour, and mend
   * what does not go together. Returns once it has. Safe to repeat, and beside live traffic: what has changed within the last
   * minute is left alone.
   * 
   * Errors: SCHEDULER_UNAVAILABLE (UNAVAILABLE) when none leads; AUDIT_INCOMPLETE (UNAVAILABLE) when the store stopped
   * answering, or when it takes longer than the call may, 5 minutes at most.
   */
  AuditStore(argument: _longshore_v1_AuditStoreRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  AuditStore(argument: _longshore_v1_AuditStoreRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  AuditStore(argument: _longshore_v1_AuditStoreRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  AuditStore(argument: _longshore_v1_AuditStoreRequest, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Has the leading scheduler compare all that waits with all that has happened, now instead of within the hour, and mend
   * what does not go together. Returns once it has. Safe to repeat, and beside live traffic: what has changed within the last
   * minute is left alone.
   * 
   * Errors: SCHEDULER_UNAVAILABLE (UNAVAILABLE) when none leads; AUDIT_INCOMPLETE (UNAVAILABLE) when the store stopped
   * answering, or when it takes longer than the call may, 5 minutes at most.
   */
  auditStore(argument: _longshore_v1_AuditStoreRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  auditStore(argument: _longshore_v1_AuditStoreRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  auditStore(argument: _longshore_v1_AuditStoreRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  auditStore(argument: _longshore_v1_AuditStoreRequest, callback: grpc.requestCallback<_longshore_v1_AuditStoreResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes an API key for the caller's project. The answer is the only place that ever holds the secret.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  CreateApiKey(argument: _longshore_v1_CreateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateApiKey(argument: _longshore_v1_CreateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateApiKey(argument: _longshore_v1_CreateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateApiKey(argument: _longshore_v1_CreateApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes an API key for the caller's project. The answer is the only place that ever holds the secret.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  createApiKey(argument: _longshore_v1_CreateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  createApiKey(argument: _longshore_v1_CreateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  createApiKey(argument: _longshore_v1_CreateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  createApiKey(argument: _longshore_v1_CreateApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a token: with it a browser may look at one task, at the tasks with one label, or at those of the caller's project, for a
   * while, and do nothing else. It is valid no longer than the API key that it was made with. It is nowhere stored, and cannot be
   * taken back by itself: revoke the key.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  CreateToken(argument: _longshore_v1_CreateTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _longshore_v1_CreateTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _longshore_v1_CreateTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _longshore_v1_CreateTokenRequest, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a token: with it a browser may look at one task, at the tasks with one label, or at those of the caller's project, for a
   * while, and do nothing else. It is valid no longer than the API key that it was made with. It is nowhere stored, and cannot be
   * taken back by itself: revoke the key.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  createToken(argument: _longshore_v1_CreateTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _longshore_v1_CreateTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _longshore_v1_CreateTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _longshore_v1_CreateTokenRequest, callback: grpc.requestCallback<_longshore_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Has a worker take no more tasks; what it runs goes on to its end. It stays so until ResumeWorker, or until it ends: a worker
   * that is started anew takes tasks.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker
   * answers; WORKER_REFUSES (FAILED_PRECONDITION) when it is stopping.
   */
  DrainWorker(argument: _longshore_v1_DrainWorkerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  DrainWorker(argument: _longshore_v1_DrainWorkerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  DrainWorker(argument: _longshore_v1_DrainWorkerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  DrainWorker(argument: _longshore_v1_DrainWorkerRequest, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Has a worker take no more tasks; what it runs goes on to its end. It stays so until ResumeWorker, or until it ends: a worker
   * that is started anew takes tasks.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker
   * answers; WORKER_REFUSES (FAILED_PRECONDITION) when it is stopping.
   */
  drainWorker(argument: _longshore_v1_DrainWorkerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  drainWorker(argument: _longshore_v1_DrainWorkerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  drainWorker(argument: _longshore_v1_DrainWorkerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  drainWorker(argument: _longshore_v1_DrainWorkerRequest, callback: grpc.requestCallback<_longshore_v1_DrainWorkerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Shows what holds for the caller's project.
   */
  GetProject(argument: _longshore_v1_GetProjectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  GetProject(argument: _longshore_v1_GetProjectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  GetProject(argument: _longshore_v1_GetProjectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  GetProject(argument: _longshore_v1_GetProjectRequest, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  /**
   * Shows what holds for the caller's project.
   */
  getProject(argument: _longshore_v1_GetProjectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  getProject(argument: _longshore_v1_GetProjectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  getProject(argument: _longshore_v1_GetProjectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  getProject(argument: _longshore_v1_GetProjectRequest, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the keys of the caller's project, by id, without secrets.
   * 
   * Needs the role `admin`.
   */
  ListApiKeys(argument: _longshore_v1_ListApiKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  ListApiKeys(argument: _longshore_v1_ListApiKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  ListApiKeys(argument: _longshore_v1_ListApiKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  ListApiKeys(argument: _longshore_v1_ListApiKeysRequest, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the keys of the caller's project, by id, without secrets.
   * 
   * Needs the role `admin`.
   */
  listApiKeys(argument: _longshore_v1_ListApiKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  listApiKeys(argument: _longshore_v1_ListApiKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  listApiKeys(argument: _longshore_v1_ListApiKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  listApiKeys(argument: _longshore_v1_ListApiKeysRequest, callback: grpc.requestCallback<_longshore_v1_ListApiKeysResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists who changed what in the caller's project, oldest first, page by page. Every call of a method that changes
   * something is there once it has ended, however it ended; submissions are not, because each task tells of its own, and
   * neither are calls that were refused for their key, their role, or because the request made no sense. Entries are kept
   * for 90 days, or until the room for them is used up. Nobody can change or remove one.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  ListAudit(argument: _longshore_v1_ListAuditRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  ListAudit(argument: _longshore_v1_ListAuditRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  ListAudit(argument: _longshore_v1_ListAuditRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  ListAudit(argument: _longshore_v1_ListAuditRequest, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists who changed what in the caller's project, oldest first, page by page. Every call of a method that changes
   * something is there once it has ended, however it ended; submissions are not, because each task tells of its own, and
   * neither are calls that were refused for their key, their role, or because the request made no sense. Entries are kept
   * for 90 days, or until the room for them is used up. Nobody can change or remove one.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  listAudit(argument: _longshore_v1_ListAuditRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  listAudit(argument: _longshore_v1_ListAuditRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  listAudit(argument: _longshore_v1_ListAuditRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  listAudit(argument: _longshore_v1_ListAuditRequest, callback: grpc.requestCallback<_longshore_v1_ListAuditResponse__Output>): grpc.ClientUnaryCall;
  
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
   * Has a worker take tasks again. Errors as DrainWorker.
   * 
   * Needs the role `operator`.
   */
  ResumeWorker(argument: _longshore_v1_ResumeWorkerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  ResumeWorker(argument: _longshore_v1_ResumeWorkerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  ResumeWorker(argument: _longshore_v1_ResumeWorkerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  ResumeWorker(argument: _longshore_v1_ResumeWorkerRequest, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Has a worker take tasks again. Errors as DrainWorker.
   * 
   * Needs the role `operator`.
   */
  resumeWorker(argument: _longshore_v1_ResumeWorkerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  resumeWorker(argument: _longshore_v1_ResumeWorkerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  resumeWorker(argument: _longshore_v1_ResumeWorkerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  resumeWorker(argument: _longshore_v1_ResumeWorkerRequest, callback: grpc.requestCallback<_longshore_v1_ResumeWorkerResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Ends a key. Every gateway that is connected to the store refuses it within 5 seconds, and as a rule within
   * milliseconds; calls that are under way go on.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  RevokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends a key. Every gateway that is connected to the store refuses it within 5 seconds, and as a rule within
   * milliseconds; calls that are under way go on.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  revokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeApiKey(argument: _longshore_v1_RevokeApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_RevokeApiKeyResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a key that may take the place of another one, with the same role, label and limits; the old one goes on to be valid for
   * a while, so that its holders can change over without a failed call.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  RotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a key that may take the place of another one, with the same role, label and limits; the old one goes on to be valid for
   * a while, so that its holders can change over without a failed call.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  rotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateApiKey(argument: _longshore_v1_RotateApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_CreateApiKeyResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Changes the limits of a key: those that the request sets. Every gateway goes by them within a second.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  UpdateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  UpdateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  UpdateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  UpdateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the limits of a key: those that the request sets. Every gateway goes by them within a second.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  updateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  updateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  updateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  updateApiKey(argument: _longshore_v1_UpdateApiKeyRequest, callback: grpc.requestCallback<_longshore_v1_ApiKey__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes the limits of the caller's project: those that the request sets. Every gateway goes by them within a second.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  UpdateProject(argument: _longshore_v1_UpdateProjectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  UpdateProject(argument: _longshore_v1_UpdateProjectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  UpdateProject(argument: _longshore_v1_UpdateProjectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  UpdateProject(argument: _longshore_v1_UpdateProjectRequest, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the limits of the caller's project: those that the request sets. Every gateway goes by them within a second.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  updateProject(argument: _longshore_v1_UpdateProjectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  updateProject(argument: _longshore_v1_UpdateProjectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  updateProject(argument: _longshore_v1_UpdateProjectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  updateProject(argument: _longshore_v1_UpdateProjectRequest, callback: grpc.requestCallback<_longshore_v1_Project__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Shows how this installation is set up and what its workers do, and steers them.
 * 
 * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
 * TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN
 * (UNAVAILABLE), INTERNAL.
 */
export interface AdminServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Has the leading scheduler compare all that waits with all that has happened, now instead of within the hour, and mend
   * what does not go together. Returns once it has. Safe to repeat, and beside live traffic: what has changed within the last
   * minute is left alone.
   * 
   * Errors: SCHEDULER_UNAVAILABLE (UNAVAILABLE) when none leads; AUDIT_INCOMPLETE (UNAVAILABLE) when the store stopped
   * answering, or when it takes longer than the call may, 5 minutes at most.
   */
  AuditStore: grpc.handleUnaryCall<_longshore_v1_AuditStoreRequest__Output, _longshore_v1_AuditStoreResponse>;
  
  /**
   * Makes an API key for the caller's project. The answer is the only place that ever holds the secret.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  CreateApiKey: grpc.handleUnaryCall<_longshore_v1_CreateApiKeyRequest__Output, _longshore_v1_CreateApiKeyResponse>;
  
  /**
   * Makes a token: with it a browser may look at one task, at the tasks with one label, or at those of the caller's project, for a
   * while, and do nothing else. It is valid no longer than the API key that it was made with. It is nowhere stored, and cannot be
   * taken back by itself: revoke the key.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  CreateToken: grpc.handleUnaryCall<_longshore_v1_CreateTokenRequest__Output, _longshore_v1_CreateTokenResponse>;
  
  /**
   * Has a worker take no more tasks; what it runs goes on to its end. It stays so until ResumeWorker, or until it ends: a worker
   * that is started anew takes tasks.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker
   * answers; WORKER_REFUSES (FAILED_PRECONDITION) when it is stopping.
   */
  DrainWorker: grpc.handleUnaryCall<_longshore_v1_DrainWorkerRequest__Output, _longshore_v1_DrainWorkerResponse>;
  
  /**
   * Shows what holds for the caller's project.
   */
  GetProject: grpc.handleUnaryCall<_longshore_v1_GetProjectRequest__Output, _longshore_v1_Project>;
  
  /**
   * Lists the keys of the caller's project, by id, without secrets.
   * 
   * Needs the role `admin`.
   */
  ListApiKeys: grpc.handleUnaryCall<_longshore_v1_ListApiKeysRequest__Output, _longshore_v1_ListApiKeysResponse>;
  
  /**
   * Lists who changed what in the caller's project, oldest first, page by page. Every call of a method that changes
   * something is there once it has ended, however it ended; submissions are not, because each task tells of its own, and
   * neither are calls that were refused for their key, their role, or because the request made no sense. Entries are kept
   * for 90 days, or until the room for them is used up. Nobody can change or remove one.
   * 
   * Needs the role `operator`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  ListAudit: grpc.handleUnaryCall<_longshore_v1_ListAuditRequest__Output, _longshore_v1_ListAuditResponse>;
  
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
   * Has a worker take tasks again. Errors as DrainWorker.
   * 
   * Needs the role `operator`.
   */
  ResumeWorker: grpc.handleUnaryCall<_longshore_v1_ResumeWorkerRequest__Output, _longshore_v1_ResumeWorkerResponse>;
  
  /**
   * Ends a key. Every gateway that is connected to the store refuses it within 5 seconds, and as a rule within
   * milliseconds; calls that are under way go on.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  RevokeApiKey: grpc.handleUnaryCall<_longshore_v1_RevokeApiKeyRequest__Output, _longshore_v1_RevokeApiKeyResponse>;
  
  /**
   * Makes a key that may take the place of another one, with the same role, label and limits; the old one goes on to be valid for
   * a while, so that its holders can change over without a failed call.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  RotateApiKey: grpc.handleUnaryCall<_longshore_v1_RotateApiKeyRequest__Output, _longshore_v1_CreateApiKeyResponse>;
  
  /**
   * Changes how many tasks a worker runs at once in one of its pools, until it is changed again or the worker ends.
   * More: child processes start at once. Fewer: slots go as running tasks end, and none is killed.
   * 
   * Errors: FIELD_INVALID (INVALID_ARGUMENT); WORKER_NOT_FOUND (NOT_FOUND) when no such worker answers; WORKER_REFUSES
   * (FAILED_PRECONDITION) when it has no such pool, or is stopping.
   */
  ScaleWorker: grpc.handleUnaryCall<_longshore_v1_ScaleWorkerRequest__Output, _longshore_v1_ScaleWorkerResponse>;
  
  /**
   * Changes the limits of a key: those that the request sets. Every gateway goes by them within a second.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT); API_KEY_NOT_FOUND (NOT_FOUND).
   */
  UpdateApiKey: grpc.handleUnaryCall<_longshore_v1_UpdateApiKeyRequest__Output, _longshore_v1_ApiKey>;
  
  /**
   * Changes the limits of the caller's project: those that the request sets. Every gateway goes by them within a second.
   * 
   * Needs the role `admin`. Errors: FIELD_INVALID (INVALID_ARGUMENT).
   */
  UpdateProject: grpc.handleUnaryCall<_longshore_v1_UpdateProjectRequest__Output, _longshore_v1_Project>;
  
}

export interface AdminServiceDefinition extends grpc.ServiceDefinition {
  AuditStore: MethodDefinition<_longshore_v1_AuditStoreRequest, _longshore_v1_AuditStoreResponse, _longshore_v1_AuditStoreRequest__Output, _longshore_v1_AuditStoreResponse__Output>
  CreateApiKey: MethodDefinition<_longshore_v1_CreateApiKeyRequest, _longshore_v1_CreateApiKeyResponse, _longshore_v1_CreateApiKeyRequest__Output, _longshore_v1_CreateApiKeyResponse__Output>
  CreateToken: MethodDefinition<_longshore_v1_CreateTokenRequest, _longshore_v1_CreateTokenResponse, _longshore_v1_CreateTokenRequest__Output, _longshore_v1_CreateTokenResponse__Output>
  DrainWorker: MethodDefinition<_longshore_v1_DrainWorkerRequest, _longshore_v1_DrainWorkerResponse, _longshore_v1_DrainWorkerRequest__Output, _longshore_v1_DrainWorkerResponse__Output>
  GetProject: MethodDefinition<_longshore_v1_GetProjectRequest, _longshore_v1_Project, _longshore_v1_GetProjectRequest__Output, _longshore_v1_Project__Output>
  ListApiKeys: MethodDefinition<_longshore_v1_ListApiKeysRequest, _longshore_v1_ListApiKeysResponse, _longshore_v1_ListApiKeysRequest__Output, _longshore_v1_ListApiKeysResponse__Output>
  ListAudit: MethodDefinition<_longshore_v1_ListAuditRequest, _longshore_v1_ListAuditResponse, _longshore_v1_ListAuditRequest__Output, _longshore_v1_ListAuditResponse__Output>
  ListTaskTypes: MethodDefinition<_longshore_v1_ListTaskTypesRequest, _longshore_v1_ListTaskTypesResponse, _longshore_v1_ListTaskTypesRequest__Output, _longshore_v1_ListTaskTypesResponse__Output>
  ListWorkers: MethodDefinition<_longshore_v1_ListWorkersRequest, _longshore_v1_ListWorkersResponse, _longshore_v1_ListWorkersRequest__Output, _longshore_v1_ListWorkersResponse__Output>
  ResumeWorker: MethodDefinition<_longshore_v1_ResumeWorkerRequest, _longshore_v1_ResumeWorkerResponse, _longshore_v1_ResumeWorkerRequest__Output, _longshore_v1_ResumeWorkerResponse__Output>
  RevokeApiKey: MethodDefinition<_longshore_v1_RevokeApiKeyRequest, _longshore_v1_RevokeApiKeyResponse, _longshore_v1_RevokeApiKeyRequest__Output, _longshore_v1_RevokeApiKeyResponse__Output>
  RotateApiKey: MethodDefinition<_longshore_v1_RotateApiKeyRequest, _longshore_v1_CreateApiKeyResponse, _longshore_v1_RotateApiKeyRequest__Output, _longshore_v1_CreateApiKeyResponse__Output>
  ScaleWorker: MethodDefinition<_longshore_v1_ScaleWorkerRequest, _longshore_v1_ScaleWorkerResponse, _longshore_v1_ScaleWorkerRequest__Output, _longshore_v1_ScaleWorkerResponse__Output>
  UpdateApiKey: MethodDefinition<_longshore_v1_UpdateApiKeyRequest, _longshore_v1_ApiKey, _longshore_v1_UpdateApiKeyRequest__Output, _longshore_v1_ApiKey__Output>
  UpdateProject: MethodDefinition<_longshore_v1_UpdateProjectRequest, _longshore_v1_Project, _longshore_v1_UpdateProjectRequest__Output, _longshore_v1_Project__Output>
}

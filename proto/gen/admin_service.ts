import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { DescriptorProto as _google_protobuf_DescriptorProto, DescriptorProto__Output as _google_protobuf_DescriptorProto__Output } from './google/protobuf/DescriptorProto.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from './google/protobuf/Duration.ts';
import type { EnumDescriptorProto as _google_protobuf_EnumDescriptorProto, EnumDescriptorProto__Output as _google_protobuf_EnumDescriptorProto__Output } from './google/protobuf/EnumDescriptorProto.ts';
import type { EnumOptions as _google_protobuf_EnumOptions, EnumOptions__Output as _google_protobuf_EnumOptions__Output } from './google/protobuf/EnumOptions.ts';
import type { EnumValueDescriptorProto as _google_protobuf_EnumValueDescriptorProto, EnumValueDescriptorProto__Output as _google_protobuf_EnumValueDescriptorProto__Output } from './google/protobuf/EnumValueDescriptorProto.ts';
import type { EnumValueOptions as _google_protobuf_EnumValueOptions, EnumValueOptions__Output as _google_protobuf_EnumValueOptions__Output } from './google/protobuf/EnumValueOptions.ts';
import type { ExtensionRangeOptions as _google_protobuf_ExtensionRangeOptions, ExtensionRangeOptions__Output as _google_protobuf_ExtensionRangeOptions__Output } from './google/protobuf/ExtensionRangeOptions.ts';
import type { FeatureSet as _google_protobuf_FeatureSet, FeatureSet__Output as _google_protobuf_FeatureSet__Output } from './google/protobuf/FeatureSet.ts';
import type { FeatureSetDefaults as _google_protobuf_FeatureSetDefaults, FeatureSetDefaults__Output as _google_protobuf_FeatureSetDefaults__Output } from './google/protobuf/FeatureSetDefaults.ts';
import type { FieldDescriptorProto as _google_protobuf_FieldDescriptorProto, FieldDescriptorProto__Output as _google_protobuf_FieldDescriptorProto__Output } from './google/protobuf/FieldDescriptorProto.ts';
import type { FieldOptions as _google_protobuf_FieldOptions, FieldOptions__Output as _google_protobuf_FieldOptions__Output } from './google/protobuf/FieldOptions.ts';
import type { FileDescriptorProto as _google_protobuf_FileDescriptorProto, FileDescriptorProto__Output as _google_protobuf_FileDescriptorProto__Output } from './google/protobuf/FileDescriptorProto.ts';
import type { FileDescriptorSet as _google_protobuf_FileDescriptorSet, FileDescriptorSet__Output as _google_protobuf_FileDescriptorSet__Output } from './google/protobuf/FileDescriptorSet.ts';
import type { FileOptions as _google_protobuf_FileOptions, FileOptions__Output as _google_protobuf_FileOptions__Output } from './google/protobuf/FileOptions.ts';
import type { GeneratedCodeInfo as _google_protobuf_GeneratedCodeInfo, GeneratedCodeInfo__Output as _google_protobuf_GeneratedCodeInfo__Output } from './google/protobuf/GeneratedCodeInfo.ts';
import type { ListValue as _google_protobuf_ListValue, ListValue__Output as _google_protobuf_ListValue__Output } from './google/protobuf/ListValue.ts';
import type { MessageOptions as _google_protobuf_MessageOptions, MessageOptions__Output as _google_protobuf_MessageOptions__Output } from './google/protobuf/MessageOptions.ts';
import type { MethodDescriptorProto as _google_protobuf_MethodDescriptorProto, MethodDescriptorProto__Output as _google_protobuf_MethodDescriptorProto__Output } from './google/protobuf/MethodDescriptorProto.ts';
import type { MethodOptions as _google_protobuf_MethodOptions, MethodOptions__Output as _google_protobuf_MethodOptions__Output } from './google/protobuf/MethodOptions.ts';
import type { OneofDescriptorProto as _google_protobuf_OneofDescriptorProto, OneofDescriptorProto__Output as _google_protobuf_OneofDescriptorProto__Output } from './google/protobuf/OneofDescriptorProto.ts';
import type { OneofOptions as _google_protobuf_OneofOptions, OneofOptions__Output as _google_protobuf_OneofOptions__Output } from './google/protobuf/OneofOptions.ts';
import type { ServiceDescriptorProto as _google_protobuf_ServiceDescriptorProto, ServiceDescriptorProto__Output as _google_protobuf_ServiceDescriptorProto__Output } from './google/protobuf/ServiceDescriptorProto.ts';
import type { ServiceOptions as _google_protobuf_ServiceOptions, ServiceOptions__Output as _google_protobuf_ServiceOptions__Output } from './google/protobuf/ServiceOptions.ts';
import type { SourceCodeInfo as _google_protobuf_SourceCodeInfo, SourceCodeInfo__Output as _google_protobuf_SourceCodeInfo__Output } from './google/protobuf/SourceCodeInfo.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from './google/protobuf/Struct.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { UninterpretedOption as _google_protobuf_UninterpretedOption, UninterpretedOption__Output as _google_protobuf_UninterpretedOption__Output } from './google/protobuf/UninterpretedOption.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from './google/protobuf/Value.ts';
import type { AdminServiceClient as _longshore_v1_AdminServiceClient, AdminServiceDefinition as _longshore_v1_AdminServiceDefinition } from './longshore/v1/AdminService.ts';
import type { ApiKey as _longshore_v1_ApiKey, ApiKey__Output as _longshore_v1_ApiKey__Output } from './longshore/v1/ApiKey.ts';
import type { AuditEntry as _longshore_v1_AuditEntry, AuditEntry__Output as _longshore_v1_AuditEntry__Output } from './longshore/v1/AuditEntry.ts';
import type { AuditStoreRequest as _longshore_v1_AuditStoreRequest, AuditStoreRequest__Output as _longshore_v1_AuditStoreRequest__Output } from './longshore/v1/AuditStoreRequest.ts';
import type { AuditStoreResponse as _longshore_v1_AuditStoreResponse, AuditStoreResponse__Output as _longshore_v1_AuditStoreResponse__Output } from './longshore/v1/AuditStoreResponse.ts';
import type { Blob as _longshore_v1_Blob, Blob__Output as _longshore_v1_Blob__Output } from './longshore/v1/Blob.ts';
import type { CreateApiKeyRequest as _longshore_v1_CreateApiKeyRequest, CreateApiKeyRequest__Output as _longshore_v1_CreateApiKeyRequest__Output } from './longshore/v1/CreateApiKeyRequest.ts';
import type { CreateApiKeyResponse as _longshore_v1_CreateApiKeyResponse, CreateApiKeyResponse__Output as _longshore_v1_CreateApiKeyResponse__Output } from './longshore/v1/CreateApiKeyResponse.ts';
import type { CreateTokenRequest as _longshore_v1_CreateTokenRequest, CreateTokenRequest__Output as _longshore_v1_CreateTokenRequest__Output } from './longshore/v1/CreateTokenRequest.ts';
import type { CreateTokenResponse as _longshore_v1_CreateTokenResponse, CreateTokenResponse__Output as _longshore_v1_CreateTokenResponse__Output } from './longshore/v1/CreateTokenResponse.ts';
import type { DrainWorkerRequest as _longshore_v1_DrainWorkerRequest, DrainWorkerRequest__Output as _longshore_v1_DrainWorkerRequest__Output } from './longshore/v1/DrainWorkerRequest.ts';
import type { DrainWorkerResponse as _longshore_v1_DrainWorkerResponse, DrainWorkerResponse__Output as _longshore_v1_DrainWorkerResponse__Output } from './longshore/v1/DrainWorkerResponse.ts';
import type { GetProjectRequest as _longshore_v1_GetProjectRequest, GetProjectRequest__Output as _longshore_v1_GetProjectRequest__Output } from './longshore/v1/GetProjectRequest.ts';
import type { KeyLimits as _longshore_v1_KeyLimits, KeyLimits__Output as _longshore_v1_KeyLimits__Output } from './longshore/v1/KeyLimits.ts';
import type { ListApiKeysRequest as _longshore_v1_ListApiKeysRequest, ListApiKeysRequest__Output as _longshore_v1_ListApiKeysRequest__Output } from './longshore/v1/ListApiKeysRequest.ts';
import type { ListApiKeysResponse as _longshore_v1_ListApiKeysResponse, ListApiKeysResponse__Output as _longshore_v1_ListApiKeysResponse__Output } from './longshore/v1/ListApiKeysResponse.ts';
import type { ListAuditRequest as _longshore_v1_ListAuditRequest, ListAuditRequest__Output as _longshore_v1_ListAuditRequest__Output } from './longshore/v1/ListAuditRequest.ts';
import type { ListAuditResponse as _longshore_v1_ListAuditResponse, ListAuditResponse__Output as _longshore_v1_ListAuditResponse__Output } from './longshore/v1/ListAuditResponse.ts';
import type { ListTaskTypesRequest as _longshore_v1_ListTaskTypesRequest, ListTaskTypesRequest__Output as _longshore_v1_ListTaskTypesRequest__Output } from './longshore/v1/ListTaskTypesRequest.ts';
import type { ListTaskTypesResponse as _longshore_v1_ListTaskTypesResponse, ListTaskTypesResponse__Output as _longshore_v1_ListTaskTypesResponse__Output } from './longshore/v1/ListTaskTypesResponse.ts';
import type { ListWorkersRequest as _longshore_v1_ListWorkersRequest, ListWorkersRequest__Output as _longshore_v1_ListWorkersRequest__Output } from './longshore/v1/ListWorkersRequest.ts';
import type { ListWorkersResponse as _longshore_v1_ListWorkersResponse, ListWorkersResponse__Output as _longshore_v1_ListWorkersResponse__Output } from './longshore/v1/ListWorkersResponse.ts';
import type { Progress as _longshore_v1_Progress, Progress__Output as _longshore_v1_Progress__Output } from './longshore/v1/Progress.ts';
import type { Project as _longshore_v1_Project, Project__Output as _longshore_v1_Project__Output } from './longshore/v1/Project.ts';
import type { ProjectLimits as _longshore_v1_ProjectLimits, ProjectLimits__Output as _longshore_v1_ProjectLimits__Output } from './longshore/v1/ProjectLimits.ts';
import type { ResumeWorkerRequest as _longshore_v1_ResumeWorkerRequest, ResumeWorkerRequest__Output as _longshore_v1_ResumeWorkerRequest__Output } from './longshore/v1/ResumeWorkerRequest.ts';
import type { ResumeWorkerResponse as _longshore_v1_ResumeWorkerResponse, ResumeWorkerResponse__Output as _longshore_v1_ResumeWorkerResponse__Output } from './longshore/v1/ResumeWorkerResponse.ts';
import type { RetryPolicy as _longshore_v1_RetryPolicy, RetryPolicy__Output as _longshore_v1_RetryPolicy__Output } from './longshore/v1/RetryPolicy.ts';
import type { RevokeApiKeyRequest as _longshore_v1_RevokeApiKeyRequest, RevokeApiKeyRequest__Output as _longshore_v1_RevokeApiKeyRequest__Output } from './longshore/v1/RevokeApiKeyRequest.ts';
import type { RevokeApiKeyResponse as _longshore_v1_RevokeApiKeyResponse, RevokeApiKeyResponse__Output as _longshore_v1_RevokeApiKeyResponse__Output } from './longshore/v1/RevokeApiKeyResponse.ts';
import type { RotateApiKeyRequest as _longshore_v1_RotateApiKeyRequest, RotateApiKeyRequest__Output as _longshore_v1_RotateApiKeyRequest__Output } from './longshore/v1/RotateApiKeyRequest.ts';
import type { ScaleWorkerRequest as _longshore_v1_ScaleWorkerRequest, ScaleWorkerRequest__Output as _longshore_v1_ScaleWorkerRequest__Output } from './longshore/v1/ScaleWorkerRequest.ts';
import type { ScaleWorkerResponse as _longshore_v1_ScaleWorkerResponse, ScaleWorkerResponse__Output as _longshore_v1_ScaleWorkerResponse__Output } from './longshore/v1/ScaleWorkerResponse.ts';
import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from './longshore/v1/Task.ts';
import type { TaskError as _longshore_v1_TaskError, TaskError__Output as _longshore_v1_TaskError__Output } from './longshore/v1/TaskError.ts';
import type { TaskEvent as _longshore_v1_TaskEvent, TaskEvent__Output as _longshore_v1_TaskEvent__Output } from './longshore/v1/TaskEvent.ts';
import type { TaskOptions as _longshore_v1_TaskOptions, TaskOptions__Output as _longshore_v1_TaskOptions__Output } from './longshore/v1/TaskOptions.ts';
import type { TaskType as _longshore_v1_TaskType, TaskType__Output as _longshore_v1_TaskType__Output } from './longshore/v1/TaskType.ts';
import type { UpdateApiKeyRequest as _longshore_v1_UpdateApiKeyRequest, UpdateApiKeyRequest__Output as _longshore_v1_UpdateApiKeyRequest__Output } from './longshore/v1/UpdateApiKeyRequest.ts';
import type { UpdateProjectRequest as _longshore_v1_UpdateProjectRequest, UpdateProjectRequest__Output as _longshore_v1_UpdateProjectRequest__Output } from './longshore/v1/UpdateProjectRequest.ts';
import type { Worker as _longshore_v1_Worker, Worker__Output as _longshore_v1_Worker__Output } from './longshore/v1/Worker.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    api: {
      FieldBehavior: EnumTypeDefinition
    }
    protobuf: {
      DescriptorProto: MessageTypeDefinition<_google_protobuf_DescriptorProto, _google_protobuf_DescriptorProto__Output>
      Duration: MessageTypeDefinition<_google_protobuf_Duration, _google_protobuf_Duration__Output>
      Edition: EnumTypeDefinition
      EnumDescriptorProto: MessageTypeDefinition<_google_protobuf_EnumDescriptorProto, _google_protobuf_EnumDescriptorProto__Output>
      EnumOptions: MessageTypeDefinition<_google_protobuf_EnumOptions, _google_protobuf_EnumOptions__Output>
      EnumValueDescriptorProto: MessageTypeDefinition<_google_protobuf_EnumValueDescriptorProto, _google_protobuf_EnumValueDescriptorProto__Output>
      EnumValueOptions: MessageTypeDefinition<_google_protobuf_EnumValueOptions, _google_protobuf_EnumValueOptions__Output>
      ExtensionRangeOptions: MessageTypeDefinition<_google_protobuf_ExtensionRangeOptions, _google_protobuf_ExtensionRangeOptions__Output>
      FeatureSet: MessageTypeDefinition<_google_protobuf_FeatureSet, _google_protobuf_FeatureSet__Output>
      FeatureSetDefaults: MessageTypeDefinition<_google_protobuf_FeatureSetDefaults, _google_protobuf_FeatureSetDefaults__Output>
      FieldDescriptorProto: MessageTypeDefinition<_google_protobuf_FieldDescriptorProto, _google_protobuf_FieldDescriptorProto__Output>
      FieldOptions: MessageTypeDefinition<_google_protobuf_FieldOptions, _google_protobuf_FieldOptions__Output>
      FileDescriptorProto: MessageTypeDefinition<_google_protobuf_FileDescriptorProto, _google_protobuf_FileDescriptorProto__Output>
      FileDescriptorSet: MessageTypeDefinition<_google_protobuf_FileDescriptorSet, _google_protobuf_FileDescriptorSet__Output>
      FileOptions: MessageTypeDefinition<_google_protobuf_FileOptions, _google_protobuf_FileOptions__Output>
      GeneratedCodeInfo: MessageTypeDefinition<_google_protobuf_GeneratedCodeInfo, _google_protobuf_GeneratedCodeInfo__Output>
      ListValue: MessageTypeDefinition<_google_protobuf_ListValue, _google_protobuf_ListValue__Output>
      MessageOptions: MessageTypeDefinition<_google_protobuf_MessageOptions, _google_protobuf_MessageOptions__Output>
      MethodDescriptorProto: MessageTypeDefinition<_google_protobuf_MethodDescriptorProto, _google_protobuf_MethodDescriptorProto__Output>
      MethodOptions: MessageTypeDefinition<_google_protobuf_MethodOptions, _google_protobuf_MethodOptions__Output>
      NullValue: EnumTypeDefinition
      OneofDescriptorProto: MessageTypeDefinition<_google_protobuf_OneofDescriptorProto, _google_protobuf_OneofDescriptorProto__Output>
      OneofOptions: MessageTypeDefinition<_google_protobuf_OneofOptions, _google_protobuf_OneofOptions__Output>
      ServiceDescriptorProto: MessageTypeDefinition<_google_protobuf_ServiceDescriptorProto, _google_protobuf_ServiceDescriptorProto__Output>
      ServiceOptions: MessageTypeDefinition<_google_protobuf_ServiceOptions, _google_protobuf_ServiceOptions__Output>
      SourceCodeInfo: MessageTypeDefinition<_google_protobuf_SourceCodeInfo, _google_protobuf_SourceCodeInfo__Output>
      Struct: MessageTypeDefinition<_google_protobuf_Struct, _google_protobuf_Struct__Output>
      SymbolVisibility: EnumTypeDefinition
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
      UninterpretedOption: MessageTypeDefinition<_google_protobuf_UninterpretedOption, _google_protobuf_UninterpretedOption__Output>
      Value: MessageTypeDefinition<_google_protobuf_Value, _google_protobuf_Value__Output>
    }
  }
  longshore: {
    v1: {
      /**
       * Shows how this installation is set up and what its workers do, and steers them.
       * 
       * Needs an API key, as TaskService does. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
       * TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN
       * (UNAVAILABLE), INTERNAL.
       */
      AdminService: SubtypeConstructor<typeof grpc.Client, _longshore_v1_AdminServiceClient> & { service: _longshore_v1_AdminServiceDefinition }
      ApiKey: MessageTypeDefinition<_longshore_v1_ApiKey, _longshore_v1_ApiKey__Output>
      AuditEntry: MessageTypeDefinition<_longshore_v1_AuditEntry, _longshore_v1_AuditEntry__Output>
      AuditStoreRequest: MessageTypeDefinition<_longshore_v1_AuditStoreRequest, _longshore_v1_AuditStoreRequest__Output>
      AuditStoreResponse: MessageTypeDefinition<_longshore_v1_AuditStoreResponse, _longshore_v1_AuditStoreResponse__Output>
      Blob: MessageTypeDefinition<_longshore_v1_Blob, _longshore_v1_Blob__Output>
      CreateApiKeyRequest: MessageTypeDefinition<_longshore_v1_CreateApiKeyRequest, _longshore_v1_CreateApiKeyRequest__Output>
      CreateApiKeyResponse: MessageTypeDefinition<_longshore_v1_CreateApiKeyResponse, _longshore_v1_CreateApiKeyResponse__Output>
      CreateTokenRequest: MessageTypeDefinition<_longshore_v1_CreateTokenRequest, _longshore_v1_CreateTokenRequest__Output>
      CreateTokenResponse: MessageTypeDefinition<_longshore_v1_CreateTokenResponse, _longshore_v1_CreateTokenResponse__Output>
      DrainWorkerRequest: MessageTypeDefinition<_longshore_v1_DrainWorkerRequest, _longshore_v1_DrainWorkerRequest__Output>
      DrainWorkerResponse: MessageTypeDefinition<_longshore_v1_DrainWorkerResponse, _longshore_v1_DrainWorkerResponse__Output>
      GetProjectRequest: MessageTypeDefinition<_longshore_v1_GetProjectRequest, _longshore_v1_GetProjectRequest__Output>
      KeyLimits: MessageTypeDefinition<_longshore_v1_KeyLimits, _longshore_v1_KeyLimits__Output>
      ListApiKeysRequest: MessageTypeDefinition<_longshore_v1_ListApiKeysRequest, _longshore_v1_ListApiKeysRequest__Output>
      ListApiKeysResponse: MessageTypeDefinition<_longshore_v1_ListApiKeysResponse, _longshore_v1_ListApiKeysResponse__Output>
      ListAuditRequest: MessageTypeDefinition<_longshore_v1_ListAuditRequest, _longshore_v1_ListAuditRequest__Output>
      ListAuditResponse: MessageTypeDefinition<_longshore_v1_ListAuditResponse, _longshore_v1_ListAuditResponse__Output>
      ListTaskTypesRequest: MessageTypeDefinition<_longshore_v1_ListTaskTypesRequest, _longshore_v1_ListTaskTypesRequest__Output>
      ListTaskTypesResponse: MessageTypeDefinition<_longshore_v1_ListTaskTypesResponse, _longshore_v1_ListTaskTypesResponse__Output>
      ListWorkersRequest: MessageTypeDefinition<_longshore_v1_ListWorkersRequest, _longshore_v1_ListWorkersRequest__Output>
      ListWorkersResponse: MessageTypeDefinition<_longshore_v1_ListWorkersResponse, _longshore_v1_ListWorkersResponse__Output>
      Priority: EnumTypeDefinition
      Progress: MessageTypeDefinition<_longshore_v1_Progress, _longshore_v1_Progress__Output>
      Project: MessageTypeDefinition<_longshore_v1_Project, _longshore_v1_Project__Output>
      ProjectLimits: MessageTypeDefinition<_longshore_v1_ProjectLimits, _longshore_v1_ProjectLimits__Output>
      ResumeWorkerRequest: MessageTypeDefinition<_longshore_v1_ResumeWorkerRequest, _longshore_v1_ResumeWorkerRequest__Output>
      ResumeWorkerResponse: MessageTypeDefinition<_longshore_v1_ResumeWorkerResponse, _longshore_v1_ResumeWorkerResponse__Output>
      RetryPolicy: MessageTypeDefinition<_longshore_v1_RetryPolicy, _longshore_v1_RetryPolicy__Output>
      RevokeApiKeyRequest: MessageTypeDefinition<_longshore_v1_RevokeApiKeyRequest, _longshore_v1_RevokeApiKeyRequest__Output>
      RevokeApiKeyResponse: MessageTypeDefinition<_longshore_v1_RevokeApiKeyResponse, _longshore_v1_RevokeApiKeyResponse__Output>
      Role: EnumTypeDefinition
      RotateApiKeyRequest: MessageTypeDefinition<_longshore_v1_RotateApiKeyRequest, _longshore_v1_RotateApiKeyRequest__Output>
      ScaleWorkerRequest: MessageTypeDefinition<_longshore_v1_ScaleWorkerRequest, _longshore_v1_ScaleWorkerRequest__Output>
      ScaleWorkerResponse: MessageTypeDefinition<_longshore_v1_ScaleWorkerResponse, _longshore_v1_ScaleWorkerResponse__Output>
      Task: MessageTypeDefinition<_longshore_v1_Task, _longshore_v1_Task__Output>
      TaskError: MessageTypeDefinition<_longshore_v1_TaskError, _longshore_v1_TaskError__Output>
      TaskEvent: MessageTypeDefinition<_longshore_v1_TaskEvent, _longshore_v1_TaskEvent__Output>
      TaskOptions: MessageTypeDefinition<_longshore_v1_TaskOptions, _longshore_v1_TaskOptions__Output>
      TaskType: MessageTypeDefinition<_longshore_v1_TaskType, _longshore_v1_TaskType__Output>
      TaskView: EnumTypeDefinition
      UpdateApiKeyRequest: MessageTypeDefinition<_longshore_v1_UpdateApiKeyRequest, _longshore_v1_UpdateApiKeyRequest__Output>
      UpdateProjectRequest: MessageTypeDefinition<_longshore_v1_UpdateProjectRequest, _longshore_v1_UpdateProjectRequest__Output>
      Worker: MessageTypeDefinition<_longshore_v1_Worker, _longshore_v1_Worker__Output>
    }
  }
}


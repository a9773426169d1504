import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Any as _google_protobuf_Any, Any__Output as _google_protobuf_Any__Output } from './google/protobuf/Any.ts';
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
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from './google/rpc/Status.ts';
import type { Blob as _longshore_v1_Blob, Blob__Output as _longshore_v1_Blob__Output } from './longshore/v1/Blob.ts';
import type { BulkResult as _longshore_v1_BulkResult, BulkResult__Output as _longshore_v1_BulkResult__Output } from './longshore/v1/BulkResult.ts';
import type { CancelTasksRequest as _longshore_v1_CancelTasksRequest, CancelTasksRequest__Output as _longshore_v1_CancelTasksRequest__Output } from './longshore/v1/CancelTasksRequest.ts';
import type { CountTasksRequest as _longshore_v1_CountTasksRequest, CountTasksRequest__Output as _longshore_v1_CountTasksRequest__Output } from './longshore/v1/CountTasksRequest.ts';
import type { CountTasksResponse as _longshore_v1_CountTasksResponse, CountTasksResponse__Output as _longshore_v1_CountTasksResponse__Output } from './longshore/v1/CountTasksResponse.ts';
import type { GetQueueRequest as _longshore_v1_GetQueueRequest, GetQueueRequest__Output as _longshore_v1_GetQueueRequest__Output } from './longshore/v1/GetQueueRequest.ts';
import type { ListQueuesRequest as _longshore_v1_ListQueuesRequest, ListQueuesRequest__Output as _longshore_v1_ListQueuesRequest__Output } from './longshore/v1/ListQueuesRequest.ts';
import type { ListQueuesResponse as _longshore_v1_ListQueuesResponse, ListQueuesResponse__Output as _longshore_v1_ListQueuesResponse__Output } from './longshore/v1/ListQueuesResponse.ts';
import type { ListTasksRequest as _longshore_v1_ListTasksRequest, ListTasksRequest__Output as _longshore_v1_ListTasksRequest__Output } from './longshore/v1/ListTasksRequest.ts';
import type { ListTasksResponse as _longshore_v1_ListTasksResponse, ListTasksResponse__Output as _longshore_v1_ListTasksResponse__Output } from './longshore/v1/ListTasksResponse.ts';
import type { PauseQueueRequest as _longshore_v1_PauseQueueRequest, PauseQueueRequest__Output as _longshore_v1_PauseQueueRequest__Output } from './longshore/v1/PauseQueueRequest.ts';
import type { Progress as _longshore_v1_Progress, Progress__Output as _longshore_v1_Progress__Output } from './longshore/v1/Progress.ts';
import type { PurgeQueueRequest as _longshore_v1_PurgeQueueRequest, PurgeQueueRequest__Output as _longshore_v1_PurgeQueueRequest__Output } from './longshore/v1/PurgeQueueRequest.ts';
import type { PurgeTasksRequest as _longshore_v1_PurgeTasksRequest, PurgeTasksRequest__Output as _longshore_v1_PurgeTasksRequest__Output } from './longshore/v1/PurgeTasksRequest.ts';
import type { Queue as _longshore_v1_Queue, Queue__Output as _longshore_v1_Queue__Output } from './longshore/v1/Queue.ts';
import type { QueueServiceClient as _longshore_v1_QueueServiceClient, QueueServiceDefinition as _longshore_v1_QueueServiceDefinition } from './longshore/v1/QueueService.ts';
import type { RateLimit as _longshore_v1_RateLimit, RateLimit__Output as _longshore_v1_RateLimit__Output } from './longshore/v1/RateLimit.ts';
import type { ResumeQueueRequest as _longshore_v1_ResumeQueueRequest, ResumeQueueRequest__Output as _longshore_v1_ResumeQueueRequest__Output } from './longshore/v1/ResumeQueueRequest.ts';
import type { RetryPolicy as _longshore_v1_RetryPolicy, RetryPolicy__Output as _longshore_v1_RetryPolicy__Output } from './longshore/v1/RetryPolicy.ts';
import type { RetryTasksRequest as _longshore_v1_RetryTasksRequest, RetryTasksRequest__Output as _longshore_v1_RetryTasksRequest__Output } from './longshore/v1/RetryTasksRequest.ts';
import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from './longshore/v1/Task.ts';
import type { TaskError as _longshore_v1_TaskError, TaskError__Output as _longshore_v1_TaskError__Output } from './longshore/v1/TaskError.ts';
import type { TaskEvent as _longshore_v1_TaskEvent, TaskEvent__Output as _longshore_v1_TaskEvent__Output } from './longshore/v1/TaskEvent.ts';
import type { TaskOptions as _longshore_v1_TaskOptions, TaskOptions__Output as _longshore_v1_TaskOptions__Output } from './longshore/v1/TaskOptions.ts';
import type { UpdateQueueRequest as _longshore_v1_UpdateQueueRequest, UpdateQueueRequest__Output as _longshore_v1_UpdateQueueRequest__Output } from './longshore/v1/UpdateQueueRequest.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    api: {
      FieldBehavior: EnumTypeDefinition
    }
    protobuf: {
      Any: MessageTypeDefinition<_google_protobuf_Any, _google_protobuf_Any__Output>
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
    rpc: {
      Status: MessageTypeDefinition<_google_rpc_Status, _google_rpc_Status__Output>
    }
  }
  longshore: {
    v1: {
      Blob: MessageTypeDefinition<_longshore_v1_Blob, _longshore_v1_Blob__Output>
      BulkResult: MessageTypeDefinition<_longshore_v1_BulkResult, _longshore_v1_BulkResult__Output>
      CancelTasksRequest: MessageTypeDefinition<_longshore_v1_CancelTasksRequest, _longshore_v1_CancelTasksRequest__Output>
      CountTasksRequest: MessageTypeDefinition<_longshore_v1_CountTasksRequest, _longshore_v1_CountTasksRequest__Output>
      CountTasksResponse: MessageTypeDefinition<_longshore_v1_CountTasksResponse, _longshore_v1_CountTasksResponse__Output>
      GetQueueRequest: MessageTypeDefinition<_longshore_v1_GetQueueRequest, _longshore_v1_GetQueueRequest__Output>
      ListQueuesRequest: MessageTypeDefinition<_longshore_v1_ListQueuesRequest, _longshore_v1_ListQueuesRequest__Output>
      ListQueuesResponse: MessageTypeDefinition<_longshore_v1_ListQueuesResponse, _longshore_v1_ListQueuesResponse__Output>
      ListTasksRequest: MessageTypeDefinition<_longshore_v1_ListTasksRequest, _longshore_v1_ListTasksRequest__Output>
      ListTasksResponse: MessageTypeDefinition<_longshore_v1_ListTasksResponse, _longshore_v1_ListTasksResponse__Output>
      PauseQueueRequest: MessageTypeDefinition<_longshore_v1_PauseQueueRequest, _longshore_v1_PauseQueueRequest__Output>
      Priority: EnumTypeDefinition
      Progress: MessageTypeDefinition<_longshore_v1_Progress, _longshore_v1_Progress__Output>
      PurgeQueueRequest: MessageTypeDefinition<_longshore_v1_PurgeQueueRequest, _longshore_v1_PurgeQueueRequest__Output>
      PurgeTasksRequest: MessageTypeDefinition<_longshore_v1_PurgeTasksRequest, _longshore_v1_PurgeTasksRequest__Output>
      Queue: MessageTypeDefinition<_longshore_v1_Queue, _longshore_v1_Queue__Output>
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
      QueueService: SubtypeConstructor<typeof grpc.Client, _longshore_v1_QueueServiceClient> & { service: _longshore_v1_QueueServiceDefinition }
      RateLimit: MessageTypeDefinition<_longshore_v1_RateLimit, _longshore_v1_RateLimit__Output>
      ResumeQueueRequest: MessageTypeDefinition<_longshore_v1_ResumeQueueRequest, _longshore_v1_ResumeQueueRequest__Output>
      RetryPolicy: MessageTypeDefinition<_longshore_v1_RetryPolicy, _longshore_v1_RetryPolicy__Output>
      RetryTasksRequest: MessageTypeDefinition<_longshore_v1_RetryTasksRequest, _longshore_v1_RetryTasksRequest__Output>
      Task: MessageTypeDefinition<_longshore_v1_Task, _longshore_v1_Task__Output>
      TaskError: MessageTypeDefinition<_longshore_v1_TaskError, _longshore_v1_TaskError__Output>
      TaskEvent: MessageTypeDefinition<_longshore_v1_TaskEvent, _longshore_v1_TaskEvent__Output>
      TaskOptions: MessageTypeDefinition<_longshore_v1_TaskOptions, _longshore_v1_TaskOptions__Output>
      TaskView: EnumTypeDefinition
      UpdateQueueRequest: MessageTypeDefinition<_longshore_v1_UpdateQueueRequest, _longshore_v1_UpdateQueueRequest__Output>
    }
  }
}


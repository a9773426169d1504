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
import type { CancelTaskRequest as _longshore_v1_CancelTaskRequest, CancelTaskRequest__Output as _longshore_v1_CancelTaskRequest__Output } from './longshore/v1/CancelTaskRequest.ts';
import type { CancelTasksRequest as _longshore_v1_CancelTasksRequest, CancelTasksRequest__Output as _longshore_v1_CancelTasksRequest__Output } from './longshore/v1/CancelTasksRequest.ts';
import type { CountTasksRequest as _longshore_v1_CountTasksRequest, CountTasksRequest__Output as _longshore_v1_CountTasksRequest__Output } from './longshore/v1/CountTasksRequest.ts';
import type { CountTasksResponse as _longshore_v1_CountTasksResponse, CountTasksResponse__Output as _longshore_v1_CountTasksResponse__Output } from './longshore/v1/CountTasksResponse.ts';
import type { DurationStatistics as _longshore_v1_DurationStatistics, DurationStatistics__Output as _longshore_v1_DurationStatistics__Output } from './longshore/v1/DurationStatistics.ts';
import type { FeedGap as _longshore_v1_FeedGap, FeedGap__Output as _longshore_v1_FeedGap__Output } from './longshore/v1/FeedGap.ts';
import type { GetTaskRequest as _longshore_v1_GetTaskRequest, GetTaskRequest__Output as _longshore_v1_GetTaskRequest__Output } from './longshore/v1/GetTaskRequest.ts';
import type { GetTaskStatisticsRequest as _longshore_v1_GetTaskStatisticsRequest, GetTaskStatisticsRequest__Output as _longshore_v1_GetTaskStatisticsRequest__Output } from './longshore/v1/GetTaskStatisticsRequest.ts';
import type { ListTasksRequest as _longshore_v1_ListTasksRequest, ListTasksRequest__Output as _longshore_v1_ListTasksRequest__Output } from './longshore/v1/ListTasksRequest.ts';
import type { ListTasksResponse as _longshore_v1_ListTasksResponse, ListTasksResponse__Output as _longshore_v1_ListTasksResponse__Output } from './longshore/v1/ListTasksResponse.ts';
import type { LogLine as _longshore_v1_LogLine, LogLine__Output as _longshore_v1_LogLine__Output } from './longshore/v1/LogLine.ts';
import type { MinuteStatistics as _longshore_v1_MinuteStatistics, MinuteStatistics__Output as _longshore_v1_MinuteStatistics__Output } from './longshore/v1/MinuteStatistics.ts';
import type { Progress as _longshore_v1_Progress, Progress__Output as _longshore_v1_Progress__Output } from './longshore/v1/Progress.ts';
import type { PurgeTasksRequest as _longshore_v1_PurgeTasksRequest, PurgeTasksRequest__Output as _longshore_v1_PurgeTasksRequest__Output } from './longshore/v1/PurgeTasksRequest.ts';
import type { RetryPolicy as _longshore_v1_RetryPolicy, RetryPolicy__Output as _longshore_v1_RetryPolicy__Output } from './longshore/v1/RetryPolicy.ts';
import type { RetryTaskRequest as _longshore_v1_RetryTaskRequest, RetryTaskRequest__Output as _longshore_v1_RetryTaskRequest__Output } from './longshore/v1/RetryTaskRequest.ts';
import type { RetryTasksRequest as _longshore_v1_RetryTasksRequest, RetryTasksRequest__Output as _longshore_v1_RetryTasksRequest__Output } from './longshore/v1/RetryTasksRequest.ts';
import type { RunTaskRequest as _longshore_v1_RunTaskRequest, RunTaskRequest__Output as _longshore_v1_RunTaskRequest__Output } from './longshore/v1/RunTaskRequest.ts';
import type { SubmitTaskRequest as _longshore_v1_SubmitTaskRequest, SubmitTaskRequest__Output as _longshore_v1_SubmitTaskRequest__Output } from './longshore/v1/SubmitTaskRequest.ts';
import type { SubmitTasksRequest as _longshore_v1_SubmitTasksRequest, SubmitTasksRequest__Output as _longshore_v1_SubmitTasksRequest__Output } from './longshore/v1/SubmitTasksRequest.ts';
import type { SubmitTasksResponse as _longshore_v1_SubmitTasksResponse, SubmitTasksResponse__Output as _longshore_v1_SubmitTasksResponse__Output } from './longshore/v1/SubmitTasksResponse.ts';
import type { TailTaskLogsRequest as _longshore_v1_TailTaskLogsRequest, TailTaskLogsRequest__Output as _longshore_v1_TailTaskLogsRequest__Output } from './longshore/v1/TailTaskLogsRequest.ts';
import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from './longshore/v1/Task.ts';
import type { TaskCounts as _longshore_v1_TaskCounts, TaskCounts__Output as _longshore_v1_TaskCounts__Output } from './longshore/v1/TaskCounts.ts';
import type { TaskError as _longshore_v1_TaskError, TaskError__Output as _longshore_v1_TaskError__Output } from './longshore/v1/TaskError.ts';
import type { TaskEvent as _longshore_v1_TaskEvent, TaskEvent__Output as _longshore_v1_TaskEvent__Output } from './longshore/v1/TaskEvent.ts';
import type { TaskOptions as _longshore_v1_TaskOptions, TaskOptions__Output as _longshore_v1_TaskOptions__Output } from './longshore/v1/TaskOptions.ts';
import type { TaskServiceClient as _longshore_v1_TaskServiceClient, TaskServiceDefinition as _longshore_v1_TaskServiceDefinition } from './longshore/v1/TaskService.ts';
import type { TaskStatistics as _longshore_v1_TaskStatistics, TaskStatistics__Output as _longshore_v1_TaskStatistics__Output } from './longshore/v1/TaskStatistics.ts';
import type { TypeStatistics as _longshore_v1_TypeStatistics, TypeStatistics__Output as _longshore_v1_TypeStatistics__Output } from './longshore/v1/TypeStatistics.ts';
import type { UpdateTaskRequest as _longshore_v1_UpdateTaskRequest, UpdateTaskRequest__Output as _longshore_v1_UpdateTaskRequest__Output } from './longshore/v1/UpdateTaskRequest.ts';
import type { WaitTaskRequest as _longshore_v1_WaitTaskRequest, WaitTaskRequest__Output as _longshore_v1_WaitTaskRequest__Output } from './longshore/v1/WaitTaskRequest.ts';
import type { WatchTaskRequest as _longshore_v1_WatchTaskRequest, WatchTaskRequest__Output as _longshore_v1_WatchTaskRequest__Output } from './longshore/v1/WatchTaskRequest.ts';
import type { WatchTasksRequest as _longshore_v1_WatchTasksRequest, WatchTasksRequest__Output as _longshore_v1_WatchTasksRequest__Output } from './longshore/v1/WatchTasksRequest.ts';
import type { WatchTasksResponse as _longshore_v1_WatchTasksResponse, WatchTasksResponse__Output as _longshore_v1_WatchTasksResponse__Output } from './longshore/v1/WatchTasksResponse.ts';

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
      CancelTaskRequest: MessageTypeDefinition<_longshore_v1_CancelTaskRequest, _longshore_v1_CancelTaskRequest__Output>
      CancelTasksRequest: MessageTypeDefinition<_longshore_v1_CancelTasksRequest, _longshore_v1_CancelTasksRequest__Output>
      CountTasksRequest: MessageTypeDefinition<_longshore_v1_CountTasksRequest, _longshore_v1_CountTasksRequest__Output>
      CountTasksResponse: MessageTypeDefinition<_longshore_v1_CountTasksResponse, _longshore_v1_CountTasksResponse__Output>
      DurationStatistics: MessageTypeDefinition<_longshore_v1_DurationStatistics, _longshore_v1_DurationStatistics__Output>
      FeedGap: MessageTypeDefinition<_longshore_v1_FeedGap, _longshore_v1_FeedGap__Output>
      GetTaskRequest: MessageTypeDefinition<_longshore_v1_GetTaskRequest, _longshore_v1_GetTaskRequest__Output>
      GetTaskStatisticsRequest: MessageTypeDefinition<_longshore_v1_GetTaskStatisticsRequest, _longshore_v1_GetTaskStatisticsRequest__Output>
      ListTasksRequest: MessageTypeDefinition<_longshore_v1_ListTasksRequest, _longshore_v1_ListTasksRequest__Output>
      ListTasksResponse: MessageTypeDefinition<_longshore_v1_ListTasksResponse, _longshore_v1_ListTasksResponse__Output>
      LogLine: MessageTypeDefinition<_longshore_v1_LogLine, _longshore_v1_LogLine__Output>
      MinuteStatistics: MessageTypeDefinition<_longshore_v1_MinuteStatistics, _longshore_v1_MinuteStatistics__Output>
      Priority: EnumTypeDefinition
      Progress: MessageTypeDefinition<_longshore_v1_Progress, _longshore_v1_Progress__Output>
      PurgeTasksRequest: MessageTypeDefinition<_longshore_v1_PurgeTasksRequest, _longshore_v1_PurgeTasksRequest__Output>
      RetryPolicy: MessageTypeDefinition<_longshore_v1_RetryPolicy, _longshore_v1_RetryPolicy__Output>
      RetryTaskRequest: MessageTypeDefinition<_longshore_v1_RetryTaskRequest, _longshore_v1_RetryTaskRequest__Output>
      RetryTasksRequest: MessageTypeDefinition<_longshore_v1_RetryTasksRequest, _longshore_v1_RetryTasksRequest__Output>
      RunTaskRequest: MessageTypeDefinition<_longshore_v1_RunTaskRequest, _longshore_v1_RunTaskRequest__Output>
      SubmitTaskRequest: MessageTypeDefinition<_longshore_v1_SubmitTaskRequest, _longshore_v1_SubmitTaskRequest__Output>
      SubmitTasksRequest: MessageTypeDefinition<_longshore_v1_SubmitTasksRequest, _longshore_v1_SubmitTasksRequest__Output>
      SubmitTasksResponse: MessageTypeDefinition<_longshore_v1_SubmitTasksResponse, _longshore_v1_SubmitTasksResponse__Output>
      TailTaskLogsRequest: MessageTypeDefinition<_longshore_v1_TailTaskLogsRequest, _longshore_v1_TailTaskLogsRequest__Output>
      Task: MessageTypeDefinition<_longshore_v1_Task, _longshore_v1_Task__Output>
      TaskCounts: MessageTypeDefinition<_longshore_v1_TaskCounts, _longshore_v1_TaskCounts__Output>
      TaskError: MessageTypeDefinition<_longshore_v1_TaskError, _longshore_v1_TaskError__Output>
      TaskEvent: MessageTypeDefinition<_longshore_v1_TaskEvent, _longshore_v1_TaskEvent__Output>
      TaskOptions: MessageTypeDefinition<_longshore_v1_TaskOptions, _longshore_v1_TaskOptions__Output>
      /**
       * Submits tasks, and shows and steers what becomes of them.
       * 
       * Every call needs an API key, as metadata `x-api-key: KEY` or `authorization: Bearer KEY`; the key names the project,
       * and a task of another project is NOT_FOUND. Errors of every method: API_KEY_MISSING and API_KEY_INVALID
       * (UNAUTHENTICATED), TOO_MANY_WRONG_KEYS (RESOURCE_EXHAUSTED), ROLE_MISSING (PERMISSION_DENIED), FIELD_INVALID and
       * REQUEST_UNREADABLE (INVALID_ARGUMENT), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE; send the same request
       * again), INTERNAL.
       */
      TaskService: SubtypeConstructor<typeof grpc.Client, _longshore_v1_TaskServiceClient> & { service: _longshore_v1_TaskServiceDefinition }
      TaskStatistics: MessageTypeDefinition<_longshore_v1_TaskStatistics, _longshore_v1_TaskStatistics__Output>
      TaskView: EnumTypeDefinition
      TypeStatistics: MessageTypeDefinition<_longshore_v1_TypeStatistics, _longshore_v1_TypeStatistics__Output>
      UpdateTaskRequest: MessageTypeDefinition<_longshore_v1_UpdateTaskRequest, _longshore_v1_UpdateTaskRequest__Output>
      WaitTaskRequest: MessageTypeDefinition<_longshore_v1_WaitTaskRequest, _longshore_v1_WaitTaskRequest__Output>
      WatchTaskRequest: MessageTypeDefinition<_longshore_v1_WatchTaskRequest, _longshore_v1_WatchTaskRequest__Output>
      WatchTasksRequest: MessageTypeDefinition<_longshore_v1_WatchTasksRequest, _longshore_v1_WatchTasksRequest__Output>
      WatchTasksResponse: MessageTypeDefinition<_longshore_v1_WatchTasksResponse, _longshore_v1_WatchTasksResponse__Output>
    }
  }
}


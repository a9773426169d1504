import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { DescriptorProto as _google_protobuf_DescriptorProto, DescriptorProto__Output as _google_protobuf_DescriptorProto__Output } from './google/protobuf/DescriptorProto.ts';
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
import type { MessageOptions as _google_protobuf_MessageOptions, MessageOptions__Output as _google_protobuf_MessageOptions__Output } from './google/protobuf/MessageOptions.ts';
import type { MethodDescriptorProto as _google_protobuf_MethodDescriptorProto, MethodDescriptorProto__Output as _google_protobuf_MethodDescriptorProto__Output } from './google/protobuf/MethodDescriptorProto.ts';
import type { MethodOptions as _google_protobuf_MethodOptions, MethodOptions__Output as _google_protobuf_MethodOptions__Output } from './google/protobuf/MethodOptions.ts';
import type { OneofDescriptorProto as _google_protobuf_OneofDescriptorProto, OneofDescriptorProto__Output as _google_protobuf_OneofDescriptorProto__Output } from './google/protobuf/OneofDescriptorProto.ts';
import type { OneofOptions as _google_protobuf_OneofOptions, OneofOptions__Output as _google_protobuf_OneofOptions__Output } from './google/protobuf/OneofOptions.ts';
import type { ServiceDescriptorProto as _google_protobuf_ServiceDescriptorProto, ServiceDescriptorProto__Output as _google_protobuf_ServiceDescriptorProto__Output } from './google/protobuf/ServiceDescriptorProto.ts';
import type { ServiceOptions as _google_protobuf_ServiceOptions, ServiceOptions__Output as _google_protobuf_ServiceOptions__Output } from './google/protobuf/ServiceOptions.ts';
import type { SourceCodeInfo as _google_protobuf_SourceCodeInfo, SourceCodeInfo__Output as _google_protobuf_SourceCodeInfo__Output } from './google/protobuf/SourceCodeInfo.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { UninterpretedOption as _google_protobuf_UninterpretedOption, UninterpretedOption__Output as _google_protobuf_UninterpretedOption__Output } from './google/protobuf/UninterpretedOption.ts';
import type { CreateWebhookRequest as _longshore_v1_CreateWebhookRequest, CreateWebhookRequest__Output as _longshore_v1_CreateWebhookRequest__Output } from './longshore/v1/CreateWebhookRequest.ts';
import type { CreateWebhookResponse as _longshore_v1_CreateWebhookResponse, CreateWebhookResponse__Output as _longshore_v1_CreateWebhookResponse__Output } from './longshore/v1/CreateWebhookResponse.ts';
import type { DeleteWebhookRequest as _longshore_v1_DeleteWebhookRequest, DeleteWebhookRequest__Output as _longshore_v1_DeleteWebhookRequest__Output } from './longshore/v1/DeleteWebhookRequest.ts';
import type { DeleteWebhookResponse as _longshore_v1_DeleteWebhookResponse, DeleteWebhookResponse__Output as _longshore_v1_DeleteWebhookResponse__Output } from './longshore/v1/DeleteWebhookResponse.ts';
import type { ListWebhooksRequest as _longshore_v1_ListWebhooksRequest, ListWebhooksRequest__Output as _longshore_v1_ListWebhooksRequest__Output } from './longshore/v1/ListWebhooksRequest.ts';
import type { ListWebhooksResponse as _longshore_v1_ListWebhooksResponse, ListWebhooksResponse__Output as _longshore_v1_ListWebhooksResponse__Output } from './longshore/v1/ListWebhooksResponse.ts';
import type { TestWebhookRequest as _longshore_v1_TestWebhookRequest, TestWebhookRequest__Output as _longshore_v1_TestWebhookRequest__Output } from './longshore/v1/TestWebhookRequest.ts';
import type { TestWebhookResponse as _longshore_v1_TestWebhookResponse, TestWebhookResponse__Output as _longshore_v1_TestWebhookResponse__Output } from './longshore/v1/TestWebhookResponse.ts';
import type { Webhook as _longshore_v1_Webhook, Webhook__Output as _longshore_v1_Webhook__Output } from './longshore/v1/Webhook.ts';
import type { WebhookServiceClient as _longshore_v1_WebhookServiceClient, WebhookServiceDefinition as _longshore_v1_WebhookServiceDefinition } from './longshore/v1/WebhookService.ts';

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
      MessageOptions: MessageTypeDefinition<_google_protobuf_MessageOptions, _google_protobuf_MessageOptions__Output>
      MethodDescriptorProto: MessageTypeDefinition<_google_protobuf_MethodDescriptorProto, _google_protobuf_MethodDescriptorProto__Output>
      MethodOptions: MessageTypeDefinition<_google_protobuf_MethodOptions, _google_protobuf_MethodOptions__Output>
      OneofDescriptorProto: MessageTypeDefinition<_google_protobuf_OneofDescriptorProto, _google_protobuf_OneofDescriptorProto__Output>
      OneofOptions: MessageTypeDefinition<_google_protobuf_OneofOptions, _google_protobuf_OneofOptions__Output>
      ServiceDescriptorProto: MessageTypeDefinition<_google_protobuf_ServiceDescriptorProto, _google_protobuf_ServiceDescriptorProto__Output>
      ServiceOptions: MessageTypeDefinition<_google_protobuf_ServiceOptions, _google_protobuf_ServiceOptions__Output>
      SourceCodeInfo: MessageTypeDefinition<_google_protobuf_SourceCodeInfo, _google_protobuf_SourceCodeInfo__Output>
      SymbolVisibility: EnumTypeDefinition
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
      UninterpretedOption: MessageTypeDefinition<_google_protobuf_UninterpretedOption, _google_protobuf_UninterpretedOption__Output>
    }
  }
  longshore: {
    v1: {
      CreateWebhookRequest: MessageTypeDefinition<_longshore_v1_CreateWebhookRequest, _longshore_v1_CreateWebhookRequest__Output>
      CreateWebhookResponse: MessageTypeDefinition<_longshore_v1_CreateWebhookResponse, _longshore_v1_CreateWebhookResponse__Output>
      DeleteWebhookRequest: MessageTypeDefinition<_longshore_v1_DeleteWebhookRequest, _longshore_v1_DeleteWebhookRequest__Output>
      DeleteWebhookResponse: MessageTypeDefinition<_longshore_v1_DeleteWebhookResponse, _longshore_v1_DeleteWebhookResponse__Output>
      ListWebhooksRequest: MessageTypeDefinition<_longshore_v1_ListWebhooksRequest, _longshore_v1_ListWebhooksRequest__Output>
      ListWebhooksResponse: MessageTypeDefinition<_longshore_v1_ListWebhooksResponse, _longshore_v1_ListWebhooksResponse__Output>
      TestWebhookRequest: MessageTypeDefinition<_longshore_v1_TestWebhookRequest, _longshore_v1_TestWebhookRequest__Output>
      TestWebhookResponse: MessageTypeDefinition<_longshore_v1_TestWebhookResponse, _longshore_v1_TestWebhookResponse__Output>
      Webhook: MessageTypeDefinition<_longshore_v1_Webhook, _longshore_v1_Webhook__Output>
      /**
       * Has events sent to a URL, signed, as they happen: see docs/webhooks.md.
       * 
       * Needs an API key with the role `operator`. Errors of every method: API_KEY_MISSING and API_KEY_INVALID (UNAUTHENTICATED),
       * ROLE_MISSING (PERMISSION_DENIED), BROKER_UNAVAILABLE and SHUTTING_DOWN (UNAVAILABLE), INTERNAL.
       */
      WebhookService: SubtypeConstructor<typeof grpc.Client, _longshore_v1_WebhookServiceClient> & { service: _longshore_v1_WebhookServiceDefinition }
    }
  }
}


/**
 * The protos, loaded at run time: service definitions for servers, clients, and codecs for single messages.
 *
 * Types are generated into `proto/gen/` by scripts/generate-proto.js; field names are camelCase in both.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as loader from "@grpc/proto-loader";
import type { ProtoGrpcType as AdminProto } from "./gen/admin_service.ts";
import type { ProtoGrpcType as AlertProto } from "./gen/alert_service.ts";
import type {
  FileDescriptorProto,
  FileDescriptorProto__Output,
} from "./gen/google/protobuf/FileDescriptorProto.ts";
import type { BadRequest, BadRequest__Output } from "./gen/google/rpc/BadRequest.ts";
import type { ErrorInfo, ErrorInfo__Output } from "./gen/google/rpc/ErrorInfo.ts";
import type { QuotaFailure, QuotaFailure__Output } from "./gen/google/rpc/QuotaFailure.ts";
import type { RetryInfo, RetryInfo__Output } from "./gen/google/rpc/RetryInfo.ts";
import type { Status, Status__Output } from "./gen/google/rpc/Status.ts";
import type {
  FileDescriptorResponse,
  FileDescriptorResponse__Output,
} from "./gen/grpc/reflection/v1/FileDescriptorResponse.ts";
import type { ServerReflectionDefinition } from "./gen/grpc/reflection/v1/ServerReflection.ts";
import type { ProtoGrpcType as QueueProto } from "./gen/queue_service.ts";
import type { ProtoGrpcType as ScheduleProto } from "./gen/schedule_service.ts";
import type { ProtoGrpcType as TaskProto } from "./gen/task_service.ts";
import type { ProtoGrpcType as WebhookProto } from "./gen/webhook_service.ts";

/** What the API is made of. `Service.service` is the definition for a server, `new Service(address, credentials)` a client. */
export interface LongshoreApi {
  readonly TaskService: TaskProto["longshore"]["v1"]["TaskService"];
  readonly AdminService: AdminProto["longshore"]["v1"]["AdminService"];
  readonly QueueService: QueueProto["longshore"]["v1"]["QueueService"];
  readonly ScheduleService: ScheduleProto["longshore"]["v1"]["ScheduleService"];
  readonly AlertService: AlertProto["longshore"]["v1"]["AlertService"];
  readonly WebhookService: WebhookProto["longshore"]["v1"]["WebhookService"];
}

/** Turns one message into bytes (`serialize`) and back (`deserialize`). */
export type Codec<Input, Output> = loader.MessageTypeDefinition<Input, Output>;

/** The messages that errors travel in: `Status` and what may stand in its `details`. */
export interface ErrorMessages {
  readonly Status: Codec<Status, Status__Output>;
  readonly ErrorInfo: Codec<ErrorInfo, ErrorInfo__Output>;
  readonly BadRequest: Codec<BadRequest, BadRequest__Output>;
  readonly QuotaFailure: Codec<QuotaFailure, QuotaFailure__Output>;
  readonly RetryInfo: Codec<RetryInfo, RetryInfo__Output>;
}

/** What server reflection needs: its service in both versions, and the messages that describe proto files. */
export interface ReflectionProtos {
  readonly v1: ServerReflectionDefinition;
  /** The same messages under another package, hence the same types. */
  readonly v1alpha: ServerReflectionDefinition;
  /** A list of serialized files. */
  readonly FileDescriptorResponse: Codec<FileDescriptorResponse, FileDescriptorResponse__Output>;
  /** One file: what it declares and imports. */
  readonly FileDescriptorProto: Codec<FileDescriptorProto, FileDescriptorProto__Output>;
}

/** As TYPE_OPTIONS in scripts/generate-proto.js: the two must agree, or the types lie. */
const LOAD_OPTIONS = { longs: String, enums: String, defaults: true, oneofs: true };

/** The files that declare the services of the API, below the folder of the protos. */
export function apiFiles(): string[] {
  return [
    "longshore/v1/task_service.proto",
    "longshore/v1/admin_service.proto",
    "longshore/v1/queue_service.proto",
    "longshore/v1/schedule_service.proto",
    "longshore/v1/alert_service.proto",
    "longshore/v1/webhook_service.proto",
  ];
}

/** The services of the API. Reads the protos on the first call (some 50 ms), and keeps them. */
export const loadApi: () => LongshoreApi = once(() => {
  const protos = load<TaskProto & AdminProto & QueueProto & ScheduleProto & AlertProto & WebhookProto>(
    ...apiFiles(),
  );
  const { TaskService, AdminService, QueueService, ScheduleService, AlertService, WebhookService } =
    protos.longshore.v1;
  return { TaskService, AdminService, QueueService, ScheduleService, AlertService, WebhookService };
});

/** The messages of google.rpc that errors travel in. Reads the protos on the first call, and keeps them. */
export const loadErrorMessages: () => ErrorMessages = once(() => {
  const { Status, ErrorInfo, BadRequest, QuotaFailure, RetryInfo } = load<{
    readonly google: { readonly rpc: ErrorMessages };
  }>("google/rpc/status.proto", "google/rpc/error_details.proto").google.rpc;
  return { Status, ErrorInfo, BadRequest, QuotaFailure, RetryInfo };
});

/** The services of server reflection. Reads the protos on the first call, and keeps them. */
export const loadReflection: () => ReflectionProtos = once(() => {
  const protos = load<ReflectionPackages>(
    "grpc/reflection/v1/reflection.proto",
    "grpc/reflection/v1alpha/reflection.proto",
    // Brings google/protobuf/descriptor.proto, which the loader has built in and finds by import only.
    "google/api/field_behavior.proto",
  );
  return {
    v1: protos.grpc.reflection.v1.ServerReflection.service,
    v1alpha: protos.grpc.reflection.v1alpha.ServerReflection.service,
    FileDescriptorResponse: protos.grpc.reflection.v1.FileDescriptorResponse,
    FileDescriptorProto: protos.google.protobuf.FileDescriptorProto,
  };
});

/** The folder of the protos: this one in the repository; in the published package this file is dist/proto/load.js. */
export function protoFolder(): string {
  const folders = [import.meta.dirname, join(import.meta.dirname, "../../proto")];
  const folder = folders.find((candidate) => existsSync(join(candidate, "longshore/v1/task_service.proto")));
  if (folder === undefined) throw new Error(`no protos in ${folders.join(" or ")}: the package is not whole`);
  return folder;
}

interface ReflectionPackage {
  readonly ServerReflection: { readonly service: ServerReflectionDefinition };
  readonly FileDescriptorResponse: ReflectionProtos["FileDescriptorResponse"];
}

interface ReflectionPackages {
  readonly grpc: {
    readonly reflection: { readonly v1: ReflectionPackage; readonly v1alpha: ReflectionPackage };
  };
  readonly google: { readonly protobuf: Pick<ReflectionProtos, "FileDescriptorProto"> };
}

/** `Packages` is what the files hold, which only the generated types know. */
function load<Packages>(...files: string[]): Packages {
  const definition = loader.loadSync(files, { ...LOAD_OPTIONS, includeDirs: [protoFolder()] });
  return grpc.loadPackageDefinition(definition) as unknown as Packages;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

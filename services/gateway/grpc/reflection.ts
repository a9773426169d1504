/**
 * Server reflection, so that grpcurl, Postman and `buf curl` need no proto files. By hand rather than by a package,
 * because it must show the files as they are: real names, imports, options and optional fields.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import type { ServerReflectionHandlers } from "../../../proto/gen/grpc/reflection/v1/ServerReflection.ts";
import type { ServerReflectionRequest__Output } from "../../../proto/gen/grpc/reflection/v1/ServerReflectionRequest.ts";
import type { ServerReflectionResponse } from "../../../proto/gen/grpc/reflection/v1/ServerReflectionResponse.ts";
import { loadReflection, protoFolder } from "../../../proto/load.ts";
import { createReflectionIndex, type ReflectionIndex } from "./reflection-index.ts";

const REFLECTION_SERVICES = [
  "grpc.reflection.v1.ServerReflection",
  "grpc.reflection.v1alpha.ServerReflection",
] as const;

type Answer = Omit<ServerReflectionResponse, "validHost" | "originalRequest" | "messageResponse">;

/**
 * Adds reflection, v1 and the v1alpha that older clients ask for, to a server.
 * `services` are the full names of the services that it has besides; what their files declare is in the descriptor set.
 */
export function addReflection(server: grpc.Server, services: readonly string[]): void {
  const { v1, v1alpha } = loadReflection();
  const index = createReflectionIndex(readDescriptors());
  const names = [...services, ...REFLECTION_SERVICES].sort();
  const handlers: ServerReflectionHandlers = {
    ServerReflectionInfo: (call) => {
      call.on("data", (request: ServerReflectionRequest__Output) => {
        const answer = answerReflection(index, names, request);
        const more = call.write({ validHost: request.host, originalRequest: request, ...answer });
        // A client that asks and does not read must not fill our memory.
        if (!more) call.pause().once("drain", () => call.resume());
      });
      call.on("end", () => call.end());
      // A client that goes away breaks the stream, and there is nobody left to tell.
      call.on("error", () => {});
    },
  };
  server.addService(v1, handlers);
  server.addService(v1alpha, handlers);
}

/** The answer to one request. What is not there is answered with an error inside the stream, which goes on. */
function answerReflection(
  index: ReflectionIndex,
  services: readonly string[],
  request: ServerReflectionRequest__Output,
): Answer {
  switch (request.messageRequest) {
    case "listServices":
      return { listServicesResponse: { service: services.map((name) => ({ name })) } };
    case "fileByFilename": {
      const name = request.fileByFilename ?? "";
      return fileAnswer(index.filesByName(name), `no file "${name}"`);
    }
    case "fileContainingSymbol": {
      const symbol = request.fileContainingSymbol ?? "";
      return fileAnswer(index.filesBySymbol(symbol), `no symbol "${symbol}"`);
    }
    case "fileContainingExtension": {
      const { containingType = "", extensionNumber = 0 } = request.fileContainingExtension ?? {};
      const files = index.filesByExtension(containingType, extensionNumber);
      return fileAnswer(files, `no extension ${extensionNumber} of "${containingType}"`);
    }
    case "allExtensionNumbersOfType": {
      const type = request.allExtensionNumbersOfType ?? "";
      const numbers = index.extensionNumbers(type);
      if (numbers === undefined) return errorAnswer(grpc.status.NOT_FOUND, `no message "${type}"`);
      return { allExtensionNumbersResponse: { baseTypeName: type, extensionNumber: [...numbers] } };
    }
    default:
      return errorAnswer(grpc.status.INVALID_ARGUMENT, "the request asks for nothing that is known here");
  }
}

function fileAnswer(files: readonly Buffer[] | undefined, problem: string): Answer {
  if (files === undefined) return errorAnswer(grpc.status.NOT_FOUND, problem);
  return { fileDescriptorResponse: { fileDescriptorProto: [...files] } };
}

function errorAnswer(code: grpc.status, message: string): Answer {
  return { errorResponse: { errorCode: code, errorMessage: message } };
}

function readDescriptors() {
  const { FileDescriptorResponse, FileDescriptorProto } = loadReflection();
  const set = readFileSync(join(protoFolder(), "gen/descriptors.binpb"));
  // A FileDescriptorSet and a FileDescriptorResponse are the same bytes: field 1, a list of files. Read as the latter,
  // every file stays as it is.
  return FileDescriptorResponse.deserialize(set).fileDescriptorProto.map((bytes) => ({
    descriptor: FileDescriptorProto.deserialize(bytes),
    bytes,
  }));
}

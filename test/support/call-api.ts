import * as grpc from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import { loadApi } from "../../proto/load.ts";
import type { Method } from "../../services/gateway/method-roles.ts";
import { call, withKey } from "../services/gateway/api.ts";
import type { Stack } from "./start-stack.ts";

/** A method by its name, for those that the SDK does not have. */
function findMethod(method: Method): grpc.MethodDefinition<object, unknown> {
  const [service, name = ""] = method.split("/");
  const found = Object.entries(loadApi()).find(([each]) => each === service);
  const definition = (found?.[1].service as grpc.ServiceDefinition | undefined)?.[name];
  if (definition === undefined) throw new Error(`no method ${method}`);
  return definition;
}

function callerOf({ url }: Stack): grpc.Client {
  const client = new grpc.Client(url, grpc.credentials.createInsecure());
  onTestFinished(() => client.close());
  return client;
}

/** Calls any method with one answer over gRPC, as the holder of the key of a stack. */
export function callApi(stack: Stack, method: Method, request: object = {}): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = findMethod(method);
  const metadata = withKey(stack.apiKey);
  return call((done) =>
    callerOf(stack).makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, done),
  );
}

/** The first message of a stream that any method answers with. */
export function firstOf(stack: Stack, method: Method): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = findMethod(method);
  const metadata = withKey(stack.apiKey);
  const stream = callerOf(stack).makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    {},
    metadata,
  );
  return new Promise((resolve, reject) => {
    stream.once("data", (message) => {
      resolve(message);
      stream.cancel();
    });
    stream.on("error", reject);
  });
}

import type * as grpc from "@grpc/grpc-js";
import { LongshoreError } from "../../../core/error.ts";
import { messageOf } from "../../../core/message-of.ts";

/** Stands in for a request that could not be read. */
class UnreadableRequest {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/**
 * The same service with requests that cannot be read handed to their method, for `readable` to refuse. grpc-js itself would answer
 * INTERNAL without details, and so blame the server for bytes that are no message, or for JSON nested deeper than protobuf reads.
 */
export function withUnreadable<Service extends grpc.ServiceDefinition>(service: Service): Service {
  const methods = Object.entries(service).map(([name, method]) => {
    const requestDeserialize = (bytes: Buffer): unknown => {
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        return new UnreadableRequest(messageOf(error));
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods) as Service;
}

/** The request. Throws REQUEST_UNREADABLE when it could not be read. */
export function readable<Request>(request: Request): Request {
  if (request instanceof UnreadableRequest) {
    throw new LongshoreError("REQUEST_UNREADABLE", { problem: request.problem });
  }
  return request;
}

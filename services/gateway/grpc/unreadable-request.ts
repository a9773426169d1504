import type * as grpc from "@grpc/grpc-js";
import protobuf from "protobufjs";
import { LongshoreError } from "../../../core/error.ts";
import { messageOf } from "../../../core/message-of.ts";
import { messageType, methodTypes } from "../../../proto/message-types.ts";
import { LARGE_METHODS, MAX_MESSAGE_BYTES } from "./large-calls.ts";

/** Stands in for a request that was not read. */
class UnreadRequest {
  readonly error: LongshoreError;

  constructor(error: LongshoreError) {
    this.error = error;
  }
}

/**
 * The same service with requests that cannot be read handed to their method, for `readable` to refuse. grpc-js itself would answer
 * INTERNAL without details, and so blame the server for bytes that are no message, or for JSON nested deeper than protobuf reads.
 *
 * @param refusal why a call of a method such as `SubmitTask` is not to be served at all: then its request is not read
 */
export function withUnreadable<Service extends grpc.ServiceDefinition>(
  service: Service,
  refusal: (method: string) => LongshoreError | undefined,
): Service {
  const methods = Object.entries(service).map(([name, method]) => {
    const payloadField = VALUE_FIELDS[method.path];
    const requestDeserialize = (bytes: Buffer): unknown => {
      const refused = refusal(name);
      if (refused !== undefined) return new UnreadRequest(refused);
      if (bytes.length > MAX_MESSAGE_BYTES && payloadField !== undefined && isLong(bytes, payloadField))
        return unreadable(VALUE_TOO_LARGE);
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        return unreadable(messageOf(error));
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods) as Service;
}

function unreadable(problem: string): UnreadRequest {
  return new UnreadRequest(new LongshoreError("REQUEST_UNREADABLE", { problem }));
}

/** The field that holds a payload as a `Value`, by the path of the method. */
const VALUE_FIELDS: Readonly<Record<string, number>> = Object.fromEntries(
  [...LARGE_METHODS].map((path) => {
    const { request } = methodTypes(path.slice("/longshore.v1.".length));
    return [path, messageType(request).fields["payload"]?.id ?? 0];
  }),
);

const VALUE_TOO_LARGE = `payload: more than ${MAX_MESSAGE_BYTES} bytes as a Value; send JSON of that size as payload_bytes with the content type application/json`;

/** Whether a field of a message is longer than any other request may be. A `Value` takes many times its size in memory. */
function isLong(bytes: Buffer, field: number): boolean {
  try {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag >>> 3 === field && (tag & 7) === 2) return reader.uint32() > MAX_MESSAGE_BYTES;
      reader.skipType(tag & 7);
    }
  } catch {
    // What is no message is refused as such.
  }
  return false;
}

/** The request. Throws REQUEST_UNREADABLE when it could not be read, and what it was refused for. */
export function readable<Request>(request: Request): Request {
  if (request instanceof UnreadRequest) throw request.error;
  return request;
}

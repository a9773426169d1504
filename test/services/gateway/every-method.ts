import * as grpc from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import { loadApi } from "../../../proto/load.ts";
import { apiErrorFrom } from "../../../sdk/read-api-error.ts";

/** What came back, byte by byte: each message as it was on the wire, and the error with all of its metadata. */
export interface RawAnswer {
  readonly messages: readonly Buffer[];
  readonly error?: grpc.ServiceError;
}

/** Every method that the protos name, by names such as `TaskService/GetTask`. */
export interface EveryMethod {
  readonly names: readonly string[];
  /** Calls one with a request; of a stream only the first answer is taken. Rejects with an `ApiError`. */
  call<Answer>(name: string, request: object, metadata: grpc.Metadata): Promise<Answer>;
  /**
   * The same with what was on the wire, of a stream all that comes until its end or within `streamMs`. Never rejects.
   */
  callRaw(name: string, request: object, metadata: grpc.Metadata, streamMs?: number): Promise<RawAnswer>;
}

const CALL_MS = 20_000;

/** A client of all methods of the gateway at a port; it is closed when the test has finished. */
export function everyMethodAt(port: number): EveryMethod {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  onTestFinished(() => client.close());
  const definitions = new Map<string, grpc.MethodDefinition<object, unknown>>();
  for (const [service, { service: methods }] of Object.entries(loadApi()))
    for (const [name, definition] of Object.entries(methods as grpc.ServiceDefinition))
      definitions.set(`${service}/${name}`, definition);

  const definitionOf = (name: string) => {
    const definition = definitions.get(name);
    if (definition === undefined) throw new Error(`no method ${name}`);
    return definition;
  };
  const callRaw: EveryMethod["callRaw"] = (name, request, metadata, streamMs) => {
    const { path, requestSerialize, responseStream } = definitionOf(name);
    const asItIs = (bytes: Buffer) => bytes;
    const options = { deadline: Date.now() + (responseStream ? (streamMs ?? CALL_MS) : CALL_MS) };
    return new Promise((resolve) => {
      if (!responseStream) {
        client.makeUnaryRequest(path, requestSerialize, asItIs, request, metadata, options, (error, answer) =>
          resolve({ messages: answer === undefined ? [] : [answer], ...(error !== null && { error }) }),
        );
        return;
      }
      const stream = client.makeServerStreamRequest(
        path,
        requestSerialize,
        asItIs,
        request,
        metadata,
        options,
      );
      const messages: Buffer[] = [];
      stream
        .on("data", (answer: Buffer) => {
          messages.push(answer);
          if (streamMs !== undefined) return;
          resolve({ messages });
          stream.cancel();
        })
        .on("end", () => resolve({ messages }))
        .on("error", (error: grpc.ServiceError) => resolve({ messages, error }));
    });
  };
  return {
    names: [...definitions.keys()],
    callRaw,
    async call<Answer>(name: string, request: object, metadata: grpc.Metadata) {
      const { messages, error } = await callRaw(name, request, metadata);
      if (error !== undefined) throw apiErrorFrom(error);
      const [answer] = messages;
      return (answer && definitionOf(name).responseDeserialize(answer)) as Answer;
    },
  };
}

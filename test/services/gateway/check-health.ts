import * as grpc from "@grpc/grpc-js";
import { service } from "grpc-health-check";

/** What `grpc.health.v1` answers for a service: `SERVING`, `NOT_SERVING`. Rejects when nobody answers. */
export function checkHealth(port: number, name: string): Promise<string> {
  const definition = service as unknown as grpc.ServiceDefinition;
  const Client = grpc.makeGenericClientConstructor(definition, "Health");
  const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const { Check } = definition;
  if (Check === undefined) throw new Error("the health service has no Check");
  return new Promise<string>((resolve, reject) => {
    client.makeUnaryRequest(
      Check.path,
      Check.requestSerialize,
      Check.responseDeserialize as (bytes: Buffer) => { readonly status: string },
      { service: name },
      (error, answer) => (error === null ? resolve(answer?.status ?? "") : reject(error)),
    );
  }).finally(() => client.close());
}

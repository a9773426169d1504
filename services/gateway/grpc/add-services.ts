import type * as grpc from "@grpc/grpc-js";
import { loadApi } from "../../../proto/load.ts";
import type { CallGate } from "../call-gate.ts";
import type { Services, StreamMethod, UnaryMethod } from "../method.ts";
import { streamHandler, unaryHandler } from "./handler.ts";
import { withUnreadable } from "./unreadable-request.ts";

/** The full names of the services of the API. */
export const SERVICE_NAMES = Object.keys(loadApi()).map((name) => `longshore.v1.${name}`);

/** Adds the services of the API to a server; every method goes through the gate. */
export function addServices(server: grpc.Server, gate: CallGate, services: Services): void {
  for (const [name, { service }] of Object.entries(loadApi()))
    server.addService(
      withUnreadable(service as grpc.ServiceDefinition, (method) =>
        gate.overload.refusal(`${name}/${method}`),
      ),
      handlersOf(gate, services[name as keyof Services]),
    );
}

type AnyMethod = UnaryMethod<never, unknown> | StreamMethod<never, unknown>;

function handlersOf(
  gate: CallGate,
  methods: Readonly<Record<string, AnyMethod>>,
): grpc.UntypedServiceImplementation {
  const entries = Object.entries(methods).map(([name, method]) => {
    const handler = method.kind === "unary" ? unaryHandler(gate, method) : streamHandler(gate, method);
    return [name, handler];
  });
  return Object.fromEntries(entries) as grpc.UntypedServiceImplementation;
}

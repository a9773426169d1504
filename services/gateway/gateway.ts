import { hostname } from "node:os";
import type { Connection } from "../../jetstream/connection.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { createStartable, type OnStop } from "../../runtime/startable.ts";
import { CallGate } from "./call-gate.ts";
import { addServices, SERVICE_NAMES } from "./grpc/add-services.ts";
import { addHealth, type Health } from "./grpc/health.ts";
import { addReflection } from "./grpc/reflection.ts";
import { createGrpcServer, listen, shutDown } from "./grpc/server.ts";
import { startHttpServer } from "./http/server.ts";
import { createServices } from "./services.ts";
import { checkExposure, type GatewaySettings } from "./settings.ts";
import { openStore } from "./store-access.ts";

export interface GatewayDeps {
  readonly connection: Connection;
  readonly settings: GatewaySettings;
  readonly log: Log;
  /** A semantic version. */
  readonly version: string;
  /** Unique per process. */
  readonly instance: string;
  /** Where the built pages are, if not where the build puts them. */
  readonly webFolder?: string;
}

/** The gateway as a service of a process. */
export interface Gateway extends Service {
  /** The port of the gRPC API, also when port 0 was asked for; throws while it is not started. */
  grpcPort(): number;
  /** The port of /healthz and /readyz; throws while it is not started. */
  httpPort(): number;
}

/**
 * The gateway: takes tasks in, shows what became of them, cancels them. It keeps no state of its own. Starting rejects when
 * the store is not provisioned, when an address would expose API keys, or when a port is taken.
 */
export function createGateway(deps: GatewayDeps): Gateway {
  const gateway = createStartable((onStop) => startParts(deps, onStop));
  const started = () => {
    const running = gateway.running();
    if (running === undefined) throw new Error("the gateway is not started");
    return running;
  };
  return {
    name: "gateway",
    start: gateway.start,
    stop: gateway.stop,
    problems() {
      if (gateway.running() === undefined) return ["the gateway is not started"];
      return deps.connection.isConnected() ? [] : ["not connected to NATS"];
    },
    grpcPort: () => started().grpcPort,
    httpPort: () => started().httpPort,
  };
}

interface Ports {
  readonly grpcPort: number;
  readonly httpPort: number;
}

async function startParts(
  { connection, settings, log, version, instance, webFolder }: GatewayDeps,
  onStop: OnStop,
): Promise<Ports> {
  checkExposure(settings);
  const store = await openStore(connection, settings, log);
  onStop(() => store.close());

  const gate = new CallGate({ findKey: store.findKey, onUse: store.onKeyUse, log });
  const services = createServices(store.deps);
  const server = createGrpcServer();
  addServices(server, gate, services);
  addReflection(server, [...SERVICE_NAMES, "grpc.health.v1.Health"]);
  const health = addHealth(server, SERVICE_NAMES);
  let isStopping = false;
  const problems = () => [
    ...(isStopping ? ["stopping"] : []),
    ...(connection.isConnected() ? [] : ["not connected to NATS"]),
  ];

  const web = await startHttpServer(
    settings.httpAddress,
    { gate, services, problems, webFolder },
    settingName("http"),
  );
  onStop(() => web.stop());
  const grpcPort = await listen(server, settings.grpcAddress, settingName("grpc"));
  onStop(async () => {
    isStopping = true;
    health.setServing(false);
    await shutDown(server, gate.close(), settings.drainTimeout);
  });
  onStop(followConnection(connection, health));
  onStop(registerMicroService(connection, describeService(version, instance), new Date()));
  log.info({ grpc_port: grpcPort, http_port: web.port }, "the gateway listens");
  return { grpcPort, httpPort: web.port };
}

/** Health says SERVING for as long as NATS is there. */
function followConnection(connection: Connection, health: Health): () => void {
  const stopFollowing = [
    connection.onDisconnect(() => health.setServing(false)),
    connection.onReconnect(() => health.setServing(true)),
  ];
  health.setServing(connection.isConnected());
  return () => {
    for (const stop of stopFollowing) stop();
  };
}

function describeService(version: string, instance: string) {
  return {
    name: "longshore-gateway",
    id: instance,
    version,
    description: "Takes tasks in and shows what becomes of them",
    metadata: { host: hostname(), pid: String(process.pid) },
  };
}

function settingName(kind: "grpc" | "http"): string {
  return `--${kind}-address / LONGSHORE_${kind.toUpperCase()}_ADDRESS`;
}

import { hostname } from "node:os";
import type { Connection } from "../../jetstream/connection.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { createStartable, type OnStop } from "../../runtime/startable.ts";
import { CallGate } from "./call-gate.ts";
import { earlyRefusal } from "./early-refusal.ts";
import { addServices, SERVICE_NAMES } from "./grpc/add-services.ts";
import { addHealth, type Health } from "./grpc/health.ts";
import { addReflection } from "./grpc/reflection.ts";
import { createGrpcServer, listen } from "./grpc/server.ts";
import { startHttpServer } from "./http/server.ts";
import { Inflater } from "./inflater.ts";
import { LargeBodies } from "./large-bodies.ts";
import { type CertificateStore, openCertificate } from "./listener/certificate-store.ts";
import type { ListenerDeps } from "./listener/listener.ts";
import { Overload, watchLag } from "./overload.ts";
import { reportInternal } from "./report-internal.ts";
import { createServices } from "./services.ts";
import { checkExposure, connectionLimits, type GatewaySettings, isExposed, tlsFiles } from "./settings.ts";
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
    ...(deps.settings.tlsCert !== undefined && {
      rereadCertificates: async () => gateway.running()?.certificate?.reload(),
    }),
    grpcPort: () => started().grpcPort,
    httpPort: () => started().httpPort,
  };
}

/** What is to be said where somebody asked for it: that keys can be read on their way. */
const EXPOSED =
  "API KEYS AND PAYLOADS TRAVEL IN PLAIN TEXT: others can reach the API, and it has no TLS (LONGSHORE_ALLOW_PLAINTEXT). Set LONGSHORE_TLS_CERT and LONGSHORE_TLS_KEY unless something before it does TLS";

interface Running {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly certificate: CertificateStore | undefined;
}

async function startParts(
  { connection, settings, log, version, instance, webFolder }: GatewayDeps,
  onStop: OnStop,
): Promise<Running> {
  checkExposure(settings);
  if (isExposed(settings)) log.warn(EXPOSED);
  const files = tlsFiles(settings);
  const certificate = files && (await openCertificate(files, log));
  onStop(() => certificate?.stop());
  const largeBodies = new LargeBodies(settings.payloadMaxBytes);
  const store = await openStore(connection, settings, largeBodies, log);
  onStop(() => store.close());

  const overload = new Overload(settings.maxSubmits);
  onStop(watchLag(overload));
  const gate = new CallGate({
    credentials: store.credentials,
    onUse: store.onKeyUse,
    limits: store.deps.limits,
    overload,
    log,
  });
  const services = createServices(store.deps);
  const { payloadMaxBytes } = settings;
  const onInternal = reportInternal(log);
  const large = { payloadMaxBytes, largeBodies, inflater: new Inflater(), gate, onInternal };
  const server = createGrpcServer(large);
  addServices(server, gate, services);
  addReflection(server, [...SERVICE_NAMES, "grpc.health.v1.Health"]);
  const health = addHealth(server, SERVICE_NAMES);
  let isStopping = false;
  const problems = () => [
    ...(isStopping ? ["stopping"] : []),
    ...(connection.isConnected() ? [] : ["not connected to NATS"]),
  ];

  const listener = (kind: "grpc" | "http"): ListenerDeps => ({
    address: settings[`${kind}Address`],
    setting: `--${kind}-address / LONGSHORE_${kind.toUpperCase()}_ADDRESS`,
    limits: connectionLimits(settings, kind),
    certificate,
    log,
  });
  const web = await startHttpServer(listener("http"), {
    gate,
    services,
    problems,
    webFolder,
    page: { traceUrl: settings.traceUrl },
    allowedOrigins: settings.httpAllowedOrigins,
    payloadMaxBytes,
    largeBodies,
  });
  onStop(() => web.stop());
  const api = await listen(server, listener("grpc"), (method, headers) =>
    earlyRefusal(gate, method, headers),
  );
  onStop(async () => {
    isStopping = true;
    health.setServing(false);
    await api.shutDown(gate.close(), settings.drainTimeout);
  });
  onStop(followConnection(connection, health));
  onStop(registerMicroService(connection, describeService(version, instance), new Date()));
  const tls = certificate !== undefined;
  log.info({ grpc_port: api.port, http_port: web.port, tls }, "the gateway listens");
  return { grpcPort: api.port, httpPort: web.port, certificate };
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

import type { Http2Server } from "node:http2";
import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import * as grpc from "@grpc/grpc-js";
import { type ListenerDeps, startListener } from "../listener/listener.ts";
import { type LargeCallsDeps, largeCalls, MAX_MESSAGE_BYTES } from "./large-calls.ts";
import { type EarlyRefusal, type GuardLimits, guardStreams } from "./stream-guard.ts";

const MINUTE_MS = 60_000;

export const GRPC_OPTIONS: grpc.ServerOptions = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  // A client has one connection, and each task that it waits for or watches takes a stream of it. More than this many have to
  // wait for each other. What streams may hold that have shown no key yet is bounded by `pendingBytes`.
  "grpc.max_concurrent_streams": 1_000,
  // A peer that went away without a word, or that never answers, is gone within 30 s, and its calls are ended.
  "grpc.keepalive_time_ms": 20_000,
  "grpc.keepalive_timeout_ms": 10_000,
  // Clients connect again by themselves with their next call.
  "grpc.max_connection_idle_ms": 5 * MINUTE_MS,
  // Now and then clients connect anew, so that behind a balancer they spread over all gateways, and come to know a certificate
  // that was renewed. Calls under way stay on the old connection for as long as they take: no grace is set, so no stream is cut.
  "grpc.max_connection_age_ms": 10 * MINUTE_MS,
  // Channelz keeps a record of every call, for nobody.
  "grpc.enable_channelz": 0,
};

/** What is stricter than grpc-js can be told. */
export const GUARD_LIMITS: GuardLimits = {
  // What gRPC servers take elsewhere: keys, traces and names fit ten times over. Node would take 64 KiB.
  metadataBytes: 8 * 1024,
  // A TLS handshake has as long once more.
  prefaceMs: 10_000,
  // With a tenth for the sweep it stays below 30 s.
  requestMs: 27_000,
  // 2 Mbit/s: a payload of 64 MiB may take four minutes.
  bytesPerSecond: 256 * 1024,
  // Of those above 1 MiB each has shown a key, and has its room in `LargeBodies`; this is for 128 and more of the others.
  pendingBytes: 512 * 1024 ** 2,
};

/** What a connection that was ended for what it sent counts as, in new ones: half a second at 20 a second. */
const MISUSE_COST = 10;

/**
 * A gRPC server with our limits, and without services yet.
 *
 * @param options others than ours, for tests
 */
export function createGrpcServer(deps: LargeCallsDeps, options: grpc.ServerOptions = {}): grpc.Server {
  // Its own lines on stderr are not JSON, and say less than the errors that we report. GRPC_VERBOSITY brings them back.
  if (process.env["GRPC_VERBOSITY"] === undefined) grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  return new grpc.Server({
    ...GRPC_OPTIONS,
    ...options,
    // A task with the largest payload and the largest result.
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES + 2 * deps.payloadMaxBytes,
    interceptors: [largeCalls(deps)],
  });
}

/** A gRPC server that takes connections. */
export interface GrpcListener {
  /** The port it listens on, also when port 0 was asked for. */
  readonly port: number;
  /**
   * Takes no new calls, lets those under way end, for at most `limitMs` milliseconds, then closes all connections. Streams of
   * others than us (health, reflection) are not waited for: clients keep them open for ever.
   *
   * @param idle resolves when no call of ours is under way
   */
  shutDown(idle: Promise<void>, limitMs: number): Promise<void>;
}

/**
 * Listens, with TLS when there is a certificate. grpc-js has no hook for connections and fixes the certificate when it
 * listens, so connections are taken here and handed to it. Rejects with an error that names port, holder and setting.
 *
 * @param guard other limits than ours, for tests
 */
export async function listen(
  server: grpc.Server,
  deps: ListenerDeps,
  earlyRefusal: EarlyRefusal = () => undefined,
  guard: Partial<GuardLimits> = {},
): Promise<GrpcListener> {
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const pending = guardStreams(
    http2ServerOf(server),
    { ...GUARD_LIMITS, ...guard },
    earlyRefusal,
    (address) => listening.charge(address, MISUSE_COST),
  );
  const take = (socket: Socket) => {
    // The session tells of them to whom it concerns; without a listener one would end the process.
    socket.on("error", () => undefined);
    injector.injectConnection(socket);
  };
  const listening = await startListener(deps, ["h2"], (tls) =>
    tls === undefined
      ? createServer({ noDelay: true }, take)
      : createTlsServer({ ...tls, noDelay: true }, take),
  );
  return {
    port: listening.port,
    async shutDown(idle, limitMs) {
      listening.close();
      const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      await within(idle, limitMs);
      // A connection that is cut may take the last answer with it.
      await within(
        closed.then(() => listening.emptied()),
        FLUSH_MS,
      );
      server.forceShutdown();
      listening.cut();
      pending.stop();
    },
  };
}

/** What an answer may take from here to the wire, in milliseconds. */
const FLUSH_MS = 500;

/**
 * The HTTP/2 server inside. grpc-js shows it to nobody, and has no other place where a call can be looked at before its timeout
 * is read and its request is awaited. A test fails when a new version moves it.
 */
function http2ServerOf(server: grpc.Server): Http2Server {
  const { http2Servers } = server as unknown as { readonly http2Servers: ReadonlyMap<Http2Server, unknown> };
  const [inside] = http2Servers.keys();
  if (inside === undefined)
    throw new Error("grpc-js keeps its HTTP/2 server elsewhere than this version of Longshore knows");
  return inside;
}

/** Resolves with the promise, or after `ms` milliseconds. */
async function within(promise: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}

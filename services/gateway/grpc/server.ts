import * as grpc from "@grpc/grpc-js";
import { listenError } from "../../../runtime/listen-error.ts";
import type { Address } from "../../../runtime/settings.ts";

const MINUTE_MS = 60_000;

/**
 * The most bytes of one request or answer. A payload may have about 1 MiB; the rest is for batches. A batch that would be
 * larger has to be split, and gRPC itself refuses it before any of it is read.
 */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

const OPTIONS: grpc.ServerOptions = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_concurrent_streams": 1_000,
  // A peer that went away without a word is noticed, and its calls are ended.
  "grpc.keepalive_time_ms": MINUTE_MS,
  "grpc.keepalive_timeout_ms": 20_000,
  "grpc.max_connection_idle_ms": 15 * MINUTE_MS,
  // Now and then clients connect anew, so that behind a balancer they spread over all gateways. Calls under way stay on
  // the old connection for as long as they take: no grace is set, so no stream is cut.
  "grpc.max_connection_age_ms": 10 * MINUTE_MS,
  // Channelz keeps a record of every call, for nobody.
  "grpc.enable_channelz": 0,
};

/** A gRPC server with our limits, and without services yet. */
export function createGrpcServer(): grpc.Server {
  // Its own lines on stderr are not JSON, and say less than the errors that we report. GRPC_VERBOSITY brings them back.
  if (process.env["GRPC_VERBOSITY"] === undefined) grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  return new grpc.Server(OPTIONS);
}

/** Listens in plain text. Resolves with the port; rejects with an error that names port, holder and `setting`. */
export async function listen(server: grpc.Server, address: Address, setting: string): Promise<number> {
  const { host, port } = address;
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  try {
    return await new Promise((resolve, reject) => {
      server.bindAsync(target, grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  } catch (error) {
    throw await listenError(error, address, setting);
  }
}

/** What an answer may take from here to the wire, in milliseconds. */
const FLUSH_MS = 500;

/**
 * Takes no new calls, lets those under way end, for at most `limitMs` milliseconds, then closes all connections. Streams of
 * others than us (health, reflection) are not waited for: clients keep them open for ever.
 *
 * @param idle resolves when no call of ours is under way
 */
export async function shutDown(server: grpc.Server, idle: Promise<void>, limitMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  await within(idle, limitMs);
  await within(closed, FLUSH_MS);
  server.forceShutdown();
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

import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { TlsOptions } from "node:tls";
import { type Listener, type ListenerDeps, startListener } from "../listener/listener.ts";

/** How long requests may take to arrive. */
export interface ArrivalLimits {
  /** The headers must be there by then, in milliseconds; also the first byte of a connection. Node would wait for a minute. */
  readonly headersMs: number;
  /** The whole request must be there by then, in milliseconds. Node would wait for five minutes. */
  readonly requestMs: number;
  /** How often that is looked at, in milliseconds: what is late is cut off by then. */
  readonly lookMs: number;
}

/** Together with `lookMs` nothing that does not get on is kept for more than 30 s. */
export const ARRIVAL_LIMITS: ArrivalLimits = { headersMs: 10_000, requestMs: 28_000, lookMs: 2_000 };

/** The most bytes of all headers of a request. */
const MAX_HEADER_BYTES = 16 * 1024;

/** An idle connection is kept for longer than balancers keep theirs (60 s mostly), so that they do not run into its end. Milliseconds. */
const KEEP_ALIVE_MS = 72_000;

/**
 * Takes HTTP requests for `handle`, with TLS when there is a certificate. Rejects when the port is taken, naming who holds it and
 * the setting.
 *
 * @param limits other ones than ours, for tests
 */
export async function listenForRequests(
  deps: ListenerDeps,
  handle: RequestListener,
  limits: Partial<ArrivalLimits> = {},
): Promise<Listener> {
  const servers: Server[] = [];
  const listener = await startListener(deps, ["http/1.1"], (tls) => {
    const server = createHttpServer(tls, handle, { ...ARRIVAL_LIMITS, ...limits });
    servers.push(server);
    return server;
  });
  return {
    ...listener,
    cut() {
      for (const server of servers) server.closeAllConnections();
      // Those among them that have not got as far as HTTP.
      listener.cut();
    },
  };
}

function createHttpServer(
  tls: TlsOptions | undefined,
  handle: RequestListener,
  { headersMs, requestMs, lookMs }: ArrivalLimits,
): Server {
  const options = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  return tls === undefined ? createServer(options, handle) : createTlsServer({ ...tls, ...options }, handle);
}

import { setTimeout as delay } from "node:timers/promises";
import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import { type ConnectionOptions, connect, createInbox, type NatsConnection } from "@nats-io/transport-node";
import { messageOf } from "../core/message-of.ts";
import { accessOptions, type NatsAccess } from "./nats-access.ts";
import { ReplyInbox } from "./reply-inbox.ts";

/** How long one request waits for JetStream's answer before it is sent again, in milliseconds. */
const REQUEST_TIMEOUT_MS = 2_000;

/** The pause before a server that is not there is tried again, in milliseconds. */
const DIAL_PAUSE_MS = 500;

/** After so long with only failed publishes the connection is made anew, in milliseconds. */
const WATCHDOG_MS = 3_000;

/** How long a connection that is to be made anew may take to send what it has, in milliseconds. */
const FLUSH_MS = 500;

export interface ConnectOptions {
  /** One or more addresses, parted by commas: `nats://127.0.0.1:7423`. */
  readonly url: string;
  /** Shown by `nats server report connections`. */
  readonly name: string;
  /** Who connects, and by which way. Default: whoever the address names, without TLS unless the server wants it. */
  readonly access?: NatsAccess;
  /** Below which subject answers come: one that nobody else may listen to. Default `_INBOX`, which all share. */
  readonly inboxPrefix?: string;
  /** Told what happens to the connection, once per change. */
  readonly onStatus?: (status: ConnectionStatus) => void;
}

export type ConnectionStatus =
  | { readonly kind: "waiting"; readonly problem: string }
  | { readonly kind: "connected"; readonly server: string; readonly version: string }
  | { readonly kind: "disconnected" }
  | { readonly kind: "error"; readonly problem: string };

/** A connection to NATS with what the rest of this folder builds on. */
export interface Connection {
  readonly nc: NatsConnection;
  readonly jsm: JetStreamManager;
  readonly inbox: ReplyInbox;
  /** A subject of this connection's own, for answers. */
  createInbox(): string;
  /** False from the moment the connection is lost until it is back. */
  isConnected(): boolean;
  /** Calls back after every reconnect, until the returned function is called. */
  onReconnect(listener: () => void): () => void;
  /** Calls back whenever the connection is lost, until the returned function is called. */
  onDisconnect(listener: () => void): () => void;
  /**
   * Sends what is buffered, for at most half a second, then makes the connection anew, with another server where there are
   * several. `onReconnect` tells when it is back.
   */
  reconnect(): void;
  /** To be told of each publish: keeps the watchdog informed. */
  reportPublish(succeeded: boolean): void;
  /** Sends what is buffered, then closes. Never rejects. */
  close(): Promise<void>;
}

/**
 * Connects, waiting for the server as long as it takes; `signal` ends the wait by rejecting with its reason.
 * Reconnects for ever. A wrong password, a credentials file that cannot be used or a JetStream that is switched off rejects
 * at once.
 */
export async function connectNats(options: ConnectOptions, signal?: AbortSignal): Promise<Connection> {
  const nc = await dial(options, signal);
  const inbox = new ReplyInbox(nc, createInbox(options.inboxPrefix), REQUEST_TIMEOUT_MS);
  const jsm = await jetstreamManager(nc, { checkAPI: false, timeout: 5_000 });
  const listeners = new Set<() => void>();
  const lossListeners = new Set<() => void>();
  // It fails only when the connection is closed, and then there is nothing to make anew.
  const reconnect = () => void nc.reconnect().catch(() => undefined);
  const watchdog = createWatchdog(reconnect);
  let connected = true;

  void (async () => {
    for await (const status of nc.status()) {
      if (status.type === "disconnect") {
        connected = false;
        inbox.failAll();
        options.onStatus?.({ kind: "disconnected" });
        for (const listener of lossListeners) listener();
      } else if (status.type === "reconnect") {
        connected = true;
        watchdog.reset();
        options.onStatus?.(connectedStatus(nc));
        for (const listener of listeners) listener();
      } else if (status.type === "error") {
        options.onStatus?.({ kind: "error", problem: status.error.message });
      }
    }
  })();
  options.onStatus?.(connectedStatus(nc));

  return {
    nc,
    jsm,
    inbox,
    createInbox: () => createInbox(options.inboxPrefix),
    isConnected: () => connected && !nc.isClosed(),
    onReconnect(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onDisconnect(listener) {
      lossListeners.add(listener);
      return () => lossListeners.delete(listener);
    },
    reconnect: () => void Promise.race([nc.flush(), delay(FLUSH_MS)]).then(reconnect, reconnect),
    reportPublish: watchdog.report,
    async close() {
      inbox.stop();
      if (connected) await nc.drain().catch(() => undefined);
      else await nc.close();
    },
  };
}

async function dial(options: ConnectOptions, signal: AbortSignal | undefined): Promise<NatsConnection> {
  const dialOptions = connectionOptions(options);
  for (let lastProblem = ""; ; ) {
    signal?.throwIfAborted();
    try {
      return await connect(dialOptions);
    } catch (error) {
      const problem = messageOf(error);
      if (/authorization/i.test(problem))
        throw new Error(
          `NATS does not let this process in (${problem}): LONGSHORE_NATS_CREDENTIALS, or user and password in LONGSHORE_NATS_URL, are not of a user that it knows`,
          { cause: error },
        );
      if (/permission|tls/i.test(problem)) throw error;
      if (problem !== lastProblem) options.onStatus?.({ kind: "waiting", problem });
      lastProblem = problem;
      // An abort ends the pause, and is thrown above.
      await delay(DIAL_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

function connectionOptions(options: ConnectOptions): ConnectionOptions {
  return {
    ...accessOptions(options.url, options.access ?? {}),
    name: options.name,
    ...(options.inboxPrefix !== undefined && { inboxPrefix: options.inboxPrefix }),
    timeout: 2_000,
    pingInterval: 5_000,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
  };
}

function connectedStatus(nc: NatsConnection): ConnectionStatus {
  return { kind: "connected", server: nc.getServer(), version: nc.info?.version ?? "unknown" };
}

/**
 * A client whose server is cut off from its peers keeps a live TCP connection and stalls for the whole partition. So when
 * nothing but failures has come back for a while, another server is tried.
 */
function createWatchdog(reconnect: () => void): { report(succeeded: boolean): void; reset(): void } {
  let failingSince: number | undefined;
  return {
    report(succeeded) {
      if (succeeded) {
        failingSince = undefined;
        return;
      }
      failingSince ??= Date.now();
      if (Date.now() - failingSince < WATCHDOG_MS) return;
      failingSince = undefined;
      reconnect();
    },
    reset() {
      failingSince = undefined;
    },
  };
}

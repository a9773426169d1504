import type { Server, Socket } from "node:net";
import type { TlsOptions, Server as TlsServer } from "node:tls";
import type { Log } from "../../../runtime/log.ts";
import type { Address } from "../../../runtime/settings.ts";
import type { CertificateStore } from "./certificate-store.ts";
import { ConnectionGate, type ConnectionLimits, gateConnections } from "./connection-gate.ts";
import { listenAt } from "./listen.ts";
import { createRefusalLog } from "./refusal-log.ts";
import { secureContext, tlsOptions } from "./tls-options.ts";

/** Where and how something listens. */
export interface ListenerDeps {
  readonly address: Address;
  /** The flag and variable of the address, for errors. */
  readonly setting: string;
  readonly limits: ConnectionLimits;
  /** With one the listener speaks TLS, without in plain text. */
  readonly certificate: CertificateStore | undefined;
  readonly log: Log;
}

/** A listener that takes connections. */
export interface Listener {
  /** The port it listens on, also when port 0 was asked for. */
  readonly port: number;
  /** Takes no more connections; those that are open go on. */
  close(): void;
  /** Resolves when no connection is open any more; new ones are not waited for after `close`. */
  emptied(): Promise<void>;
  /** Ends all connections at once: what is on its way may be lost. */
  cut(): void;
  /** Counts so many connections against the rate of an address that misused one. */
  charge(address: string, connections: number): void;
}

/**
 * Listens with the limits, and with TLS when there is a certificate: new connections get the newest one, those that are open
 * go on as they are. Rejects with an error that names port, holder and setting.
 *
 * @param protocols what ALPN offers
 * @param create makes a server of the kind that is wanted; called once for each address that the host has
 */
export async function startListener(
  { address, setting, limits, certificate, log }: ListenerDeps,
  protocols: readonly string[],
  create: (tls: TlsOptions | undefined) => Server,
): Promise<Listener> {
  const gate = new ConnectionGate(limits, () => performance.now());
  const onRefused = createRefusalLog(log, setting);
  const open = new Set<Socket>();
  const listening = await listenAt(address, setting, () => {
    const server = create(certificate && tlsOptions(certificate.current(), protocols));
    certificate?.onChange((renewed) => (server as TlsServer).setSecureContext(secureContext(renewed)));
    server.prependListener("connection", (socket: Socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    });
    gateConnections(server, gate, onRefused);
    return server;
  });
  return {
    ...listening,
    charge: (address, connections) => gate.charge(address, connections),
    async emptied() {
      const closing = [...open].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
      await Promise.all(closing);
    },
    cut() {
      for (const socket of open) socket.destroy();
    },
  };
}

import { LIMIT_USES } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { listen, readJson } from "./listen.ts";

/** What one gateway tells the others. What it holds is for the reader to check: anybody with access to NATS may write it. */
export interface LimitUsesMessage {
  /** Who says so, unique per process. */
  readonly from: string;
  readonly uses: readonly unknown[];
}

/** Tells the other gateways. Nobody confirms it, and without a connection nothing happens. */
export function publishLimitUses(connection: Connection, message: LimitUsesMessage): void {
  if (connection.isConnected()) connection.nc.publish(LIMIT_USES, JSON.stringify(message));
}

/** Hears what the gateways tell each other, and so also what this one tells, until the returned function is called. */
export function listenToLimitUses(
  connection: Connection,
  onMessage: (message: LimitUsesMessage) => void,
): () => void {
  return listen(connection.nc, LIMIT_USES, (message) => {
    const read = readJson<Partial<LimitUsesMessage> | null>(message);
    if (typeof read?.from === "string" && Array.isArray(read.uses))
      onMessage({ from: read.from, uses: read.uses });
  });
}

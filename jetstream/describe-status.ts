import type { ConnectionStatus } from "./connection.ts";

/** One line of log for a change of the connection. */
export interface StatusLine {
  readonly level: "info" | "warn";
  readonly text: string;
}

/** What the log says when the connection changes. */
export function describeStatus(status: ConnectionStatus, url: string): StatusLine {
  switch (status.kind) {
    case "waiting":
      return {
        level: "warn",
        text: `waiting for NATS at ${withoutPassword(url)}: ${status.problem}. Goes on when it is there`,
      };
    case "connected":
      return { level: "info", text: `connected to NATS at ${status.server} (nats-server ${status.version})` };
    case "disconnected":
      return { level: "warn", text: "lost the connection to NATS, trying again until it is back" };
    case "error":
      return { level: "warn", text: `NATS says: ${status.problem}` };
  }
}

/** An address as it may be shown: it may carry a user and a password, which are left out. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/,]*@/g, "//");
}

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** How much a power cut may cost: about a second of acknowledged writes (`standard`), or nothing (`strict`). */
export type Durability = "standard" | "strict";

export interface NatsConfig {
  /** Where JetStream keeps its streams; absolute. */
  readonly storeDir: string;
  /** Client port; -1 lets the server choose a free one. Default 7423. */
  readonly port?: number;
  /** Port of the HTTP monitoring endpoints; -1 lets the server choose a free one. Default 7424. */
  readonly monitorPort?: number;
  /** Default `standard`. */
  readonly durability?: Durability;
}

/** Default client port of a nats-server that Longshore starts. */
export const NATS_PORT = 7423;

/** Default port of its HTTP monitoring endpoints. */
export const NATS_MONITOR_PORT = 7424;

/** The configuration as text, written to be read by whoever wants to know how this server is set up. */
export function formatConfig(config: NatsConfig): string {
  const { storeDir, port = NATS_PORT, monitorPort = NATS_MONITOR_PORT, durability = "standard" } = config;
  return `# nats-server as Longshore starts it for development and tests. This file is written anew at every start;
# settings come from the LONGSHORE_* variables. For production see deploy/.

server_name: longshore

# Only this machine can connect: there are no users here, so anybody who reaches the port can do everything.
listen: "127.0.0.1:${port}"

# Monitoring over HTTP: /healthz, /varz, /jsz, /connz.
http: "127.0.0.1:${monitorPort}"

# The largest message, headers included. This is the server's own default, written down because
# the limit for task payloads follows from it.
max_payload: 1MB

# A client that takes nothing for this long is cut off, so that it cannot hold up the server. It connects again.
write_deadline: "10s"

# Dead connections are noticed after about a minute (the default is six).
ping_interval: "20s"
ping_max: 2

# Where the server writes down the ports it listens on.
ports_file_dir: ${quote(storeDir)}

jetstream {
  store_dir: ${quote(storeDir)}

  # ${SYNC[durability].reason}
  sync_interval: ${SYNC[durability].value}

  # Every stream of Longshore is kept in files. Memory is for what others may add.
  max_memory_store: 256MB

  # max_file_store is left to the server: three quarters of the free disk, counting what it stores already.
}
`;
}

/** What each durability is for nats-server, and why. */
export const SYNC: Readonly<Record<Durability, { readonly value: string; readonly reason: string }>> = {
  standard: {
    value: '"1s"',
    reason:
      "standard: written files reach the disk within a second. A crash loses nothing, a power cut up to a second.",
  },
  strict: {
    value: "always",
    reason: "strict: every write is on the disk before it is acknowledged. A power cut loses nothing.",
  },
};

/** Writes the configuration to `path`, making its folder. */
export async function writeConfig(path: string, config: NatsConfig): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, formatConfig(config));
}

/** The server's string syntax has the escapes of JSON for what occurs in paths: quotes and backslashes. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

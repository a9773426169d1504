import type { UserPermissions } from "../../jetstream/permissions.ts";
import { type Durability, quote, SYNC } from "../nats-server/config-file.ts";

/** A user of the configuration: whoever has the seed of one of these nkeys. */
export interface ConfiguredUser extends UserPermissions {
  /** Public nkeys: one, and while it is being rotated the one before. */
  readonly nkeys: readonly string[];
}

export interface NatsConfigOptions {
  /** `host:port` for clients. */
  readonly listen: string;
  /** Port of the HTTP monitoring endpoints, on loopback. */
  readonly monitorPort: number;
  /** Where JetStream keeps its streams. */
  readonly storeDir: string;
  readonly durability: Durability;
  /** The most bytes that streams may take on the disk. */
  readonly maxFileBytes: number;
  /** Paths of PEM files. With `ca` clients must show a certificate of its signers. Absent: no TLS. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  readonly users: readonly ConfiguredUser[];
  /** Public nkeys of whoever may look after the server itself. */
  readonly systemNkeys: readonly string[];
}

/** The account that everything of Longshore is in. */
export const ACCOUNT = "LONGSHORE";

/** The configuration of a nats-server for production: a user for each service, limits, and TLS where there are certificates. */
export function formatNatsConfig(options: NatsConfigOptions): string {
  const { users, systemNkeys, storeDir, durability, maxFileBytes } = options;
  return `# nats-server for Longshore, written by \`longshore admin nats-config\`. Change it there: it is written anew.
# There are no secrets in this file: each nkey is the public part of a seed that only its service has.

server_name: longshore
listen: ${quote(options.listen)}

# Monitoring over HTTP has no password: on this machine only.
http: "127.0.0.1:${options.monitorPort}"
${formatTls(options.tls)}
# The largest message, headers included; the limit for task payloads follows from it.
max_payload: 1MB
# What one client may have: a service needs a few dozen subscriptions, and reads what it is sent.
max_connections: 4096
max_subscriptions: 4096
max_control_line: 4KB
max_pending: 64MB
write_deadline: "10s"

# Dead connections are noticed after about a minute.
ping_interval: "20s"
ping_max: 2

# Who does not say who it is within this time is cut off.
authorization { timeout: 2 }

jetstream {
  store_dir: ${quote(storeDir)}

  # ${SYNC[durability].reason}
  sync_interval: ${SYNC[durability].value}

  # Every stream of Longshore is kept in files.
  max_memory_store: 256MB
  max_file_store: ${maxFileBytes}
}

accounts {
  ${ACCOUNT} {
    jetstream {
      max_mem: 256MB
      # When it is reached new tasks are refused, and nothing is dropped.
      max_file: ${maxFileBytes}
      max_streams: 64
      max_consumers: 10000
    }
    users: [
${users.map(formatUser).join("\n")}
    ]
  }

  # For looking after the server itself: nats --nkey system.seed server report connections
  SYS {
    users: [
${systemNkeys.map((nkey) => `      { nkey: ${nkey} }`).join("\n")}
    ]
  }
}

system_account: SYS
`;
}

function formatTls(tls: NatsConfigOptions["tls"]): string {
  if (tls === undefined) return "";
  const verify = tls.ca === undefined ? "" : `\n  ca_file: ${quote(tls.ca)}\n  verify: true`;
  return `
tls {
  cert_file: ${quote(tls.cert)}
  key_file: ${quote(tls.key)}${verify}
  min_version: "1.2"
  timeout: 5
}
`;
}

function formatUser({ user, purpose, nkeys, publish, subscribe, answers }: ConfiguredUser): string {
  const lines = (subjects: readonly string[]) =>
    subjects.map((each) => `            ${quote(each)}`).join("\n");
  const responses =
    answers === undefined
      ? ""
      : `\n          allow_responses: { max: ${answers.max}, expires: ${quote(answers.expires)} }`;
  return nkeys
    .map(
      (nkey) => `      # ${user}: ${purpose}
      {
        nkey: ${nkey}
        permissions {
          publish: { allow: [
${lines(publish)}
          ] }
          subscribe: { allow: [
${lines(subscribe)}
          ] }${responses}
        }
      }`,
    )
    .join("\n");
}

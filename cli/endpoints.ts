import type { NatsAccess } from "../jetstream/nats-access.ts";
import { loadSettings } from "../runtime/settings.ts";
import { natsAccessOf, natsAccessSettings } from "../runtime/store-settings.ts";
import type { TlsFiles } from "../sdk/tls-files.ts";
import { type EnvironmentKey, findEnvironmentFile } from "./environment-file.ts";
import type { Terminal } from "./terminal.ts";

/** The flags that every command has. */
export interface GlobalOptions {
  readonly output: "table" | "json";
  readonly url?: string;
  readonly apiKey?: string;
  readonly ca?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly natsUrl?: string;
  readonly natsCredentials?: string;
  readonly natsCa?: string;
  readonly natsCert?: string;
  readonly natsKey?: string;
}

/** A value, and where it was found: `--url`, `LONGSHORE_GRPC_URL`, a file, or `the default`. */
export interface Found {
  readonly value: string;
  readonly from: string;
}

/** Where the system is, and the key to it. */
export interface Endpoints {
  readonly grpcUrl: Found;
  readonly natsUrl: Found;
  /** By what a command that works on NATS itself gets in. */
  readonly natsAccess: NatsAccess;
  /** For a gateway with TLS. */
  readonly tls: TlsFiles;
  /** Undefined when nobody gave one. */
  readonly apiKey: Found | undefined;
}

/**
 * Finds the system: flags, then the environment, then the nearest `.longshore/env` in the working directory or above it, then
 * the defaults of `longshore dev`. A key from the file goes to the gateway of that file only: it would be worthless
 * elsewhere, and is nobody else's business.
 */
export function findEndpoints(
  options: Omit<GlobalOptions, "output">,
  { env, cwd }: Pick<Terminal, "env" | "cwd">,
): Endpoints {
  const file = findEnvironmentFile(cwd);
  const { natsCredentials, natsCa, natsCert, natsKey } = options;
  const inFile = (key: EnvironmentKey): Found | undefined => {
    const value = file?.values[key];
    return file === undefined || value === undefined ? undefined : { value, from: file.path };
  };
  const grpcUrl = given("--url", options.url) ?? variable(env, "LONGSHORE_GRPC_URL");
  const apiKey = given("--api-key", options.apiKey) ?? variable(env, "LONGSHORE_API_KEY");
  const natsUrl =
    given("--nats-url", options.natsUrl) ?? variable(env, "LONGSHORE_NATS_URL") ?? variable(env, "NATS_URL");
  const isSameGateway = grpcUrl === undefined || grpcUrl.value === inFile("LONGSHORE_GRPC_URL")?.value;
  return {
    grpcUrl: grpcUrl ?? inFile("LONGSHORE_GRPC_URL") ?? byDefault("http://127.0.0.1:7420"),
    tls: {
      ca: options.ca ?? (env["LONGSHORE_CA"] || undefined),
      cert: options.clientCert ?? (env["LONGSHORE_CLIENT_CERT"] || undefined),
      key: options.clientKey ?? (env["LONGSHORE_CLIENT_KEY"] || undefined),
    },
    natsAccess: natsAccessOf(
      loadSettings(natsAccessSettings, env, { natsCredentials, natsCa, natsCert, natsKey }),
    ),
    natsUrl: natsUrl ?? inFile("LONGSHORE_NATS_URL") ?? byDefault("nats://127.0.0.1:7423"),
    apiKey: apiKey ?? (isSameGateway ? inFile("LONGSHORE_API_KEY") : undefined),
  };
}

function given(flag: string, value: string | undefined): Found | undefined {
  return value === undefined ? undefined : { value, from: flag };
}

function variable(env: Terminal["env"], name: string): Found | undefined {
  return given(name, env[name] || undefined);
}

function byDefault(value: string): Found {
  return { value, from: "the default" };
}

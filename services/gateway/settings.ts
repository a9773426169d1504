import { isIP } from "node:net";
import { z } from "zod";
import { type Address, address, duration, SettingsError, wholeNumber } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";
import { webhookSettings } from "../../runtime/webhook-settings.ts";
import type { CertificateFiles } from "./listener/certificate.ts";
import type { ConnectionLimits } from "./listener/connection-gate.ts";

/** What the gateway is told, beside what every service is. */
export const gatewaySettings = storeSettings.extend({
  grpcAddress: address("127.0.0.1:7420").meta({ description: "Where the gRPC API listens, as host:port." }),
  httpAddress: address("127.0.0.1:7421").meta({
    description: "Where the API is served as JSON over HTTP, with /healthz and /readyz, as host:port.",
  }),
  allowPlaintext: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .meta({
      description:
        "Whether the API may listen without TLS on an address that others can reach: API keys and payloads would be readable on the way. For private networks, or behind a proxy that does TLS.",
    }),
  tlsCert: z.string().optional().meta({
    description:
      "File with the certificate of the gateway in PEM, and those between it and its root: both listeners speak TLS then. Read again when it changes, and on SIGHUP.",
  }),
  tlsKey: z
    .string()
    .optional()
    .meta({ description: "File with its private key in PEM, without a passphrase." }),
  tlsClientCa: z.string().optional().meta({
    description:
      "File with the CA certificates that clients must have theirs from (mTLS); without it none is asked for. The API key is needed all the same.",
  }),
  maxConnections: wholeNumber(10_000, 1, 1_000_000).meta({
    description: "The most connections that each of the two listeners has open.",
  }),
  maxConnectionsPerAddress: wholeNumber(1_000, 1, 1_000_000).meta({
    description:
      "The most of them that come from one address (for IPv6: from one network of 64 bits). Behind a proxy all come from the proxy.",
  }),
  grpcConnectionRate: wholeNumber(20, 1, 100_000).meta({
    description:
      "New connections in a second that the gRPC listener takes from one address, over time; ten times as many at once. A client needs one.",
  }),
  httpConnectionRate: wholeNumber(500, 1, 100_000).meta({
    description:
      "The same for the HTTP listener, where a client without keep-alive needs one for each request.",
  }),
  maxSubmits: wholeNumber(1_000, 1, 1_000_000).meta({
    description:
      "The most calls that submit, retry or trigger under way at once; more are refused with OVERLOADED. While the gateway is late with its work it lets in fewer.",
  }),
  httpAllowedOrigins: z
    .string()
    .default("")
    .transform((text) => text.split(",").map((origin) => origin.trim()))
    .transform((origins) => origins.filter((origin) => origin !== ""))
    .refine(
      (origins) => origins.every(isOrigin),
      "must be origins such as https://dashboard.example, with commas in between",
    )
    .meta({
      description:
        "Pages of which other origins may read what they ask for over HTTP, such as https://dashboard.example; several with commas in between. They need a key or a token all the same.",
    }),
  traceUrl: z
    .string()
    .refine(isTraceUrl, "must be an http or https URL with {trace_id} in it")
    .optional()
    .meta({
      description:
        "Where traces can be looked at, with {trace_id} in place of the id, such as http://127.0.0.1:16686/trace/{trace_id}: the page has a link there for each task.",
    }),
  ...webhookSettings.shape,
  watchStallTimeout: duration("30s").meta({
    description:
      "A reader of a watch that takes nothing for so long, though there is something for it, is let go with WATCH_TOO_SLOW.",
  }),
  drainTimeout: duration("10s").meta({
    description: "How long calls under way may take to end when the gateway stops.",
  }),
});
export type GatewaySettings = z.output<typeof gatewaySettings>;

/** Whether somebody else could read API keys on their way: the API can be reached from elsewhere, and has no TLS. */
export function isExposed({ grpcAddress, httpAddress, tlsCert }: GatewaySettings): boolean {
  return tlsCert === undefined && !(isLoopback(grpcAddress.host) && isLoopback(httpAddress.host));
}

/** Throws a `SettingsError` when API keys would travel in plain text over a network without that having been asked for. */
export function checkExposure(settings: GatewaySettings): void {
  if (settings.allowPlaintext || !isExposed(settings)) return;
  refuseExposed("grpc", settings.grpcAddress);
  refuseExposed("http", settings.httpAddress);
}

function refuseExposed(kind: "grpc" | "http", { host, port }: Address): void {
  if (isLoopback(host)) return;
  throw new SettingsError(
    `--${kind}-address / LONGSHORE_${kind.toUpperCase()}_ADDRESS = "${host}:${port}": others can reach this address, and the API has no TLS. Set --tls-cert and --tls-key / LONGSHORE_TLS_CERT and LONGSHORE_TLS_KEY, choose an address on 127.0.0.1, or say --allow-plaintext true / LONGSHORE_ALLOW_PLAINTEXT=true`,
  );
}

/** With any id in it: one is all that comes in. */
function isTraceUrl(text: string): boolean {
  const url = text.replaceAll("{trace_id}", "0".repeat(32));
  return url !== text && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

/** The files for TLS; undefined when it is off. Throws a `SettingsError` when one is set without the other that it needs. */
export function tlsFiles({ tlsCert, tlsKey, tlsClientCa }: GatewaySettings): CertificateFiles | undefined {
  if (tlsCert !== undefined && tlsKey !== undefined)
    return { cert: tlsCert, key: tlsKey, clientCa: tlsClientCa };
  if (tlsCert === undefined && tlsKey === undefined && tlsClientCa === undefined) return undefined;
  throw new SettingsError(
    "TLS needs both --tls-cert / LONGSHORE_TLS_CERT and --tls-key / LONGSHORE_TLS_KEY; --tls-client-ca / LONGSHORE_TLS_CLIENT_CA comes on top of them",
  );
}

/** How many of the new connections of a second may come at once. */
const BURST_SECONDS = 10;

/** The limits of one of the listeners. */
export function connectionLimits(settings: GatewaySettings, kind: "grpc" | "http"): ConnectionLimits {
  const newPerSecond = kind === "grpc" ? settings.grpcConnectionRate : settings.httpConnectionRate;
  return {
    inTotal: settings.maxConnections,
    perAddress: settings.maxConnectionsPerAddress,
    newPerSecond,
    burst: newPerSecond * BURST_SECONDS,
  };
}

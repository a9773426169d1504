import { isIP } from "node:net";
import { z } from "zod";
import { type Address, address, duration, SettingsError } from "../../runtime/settings.ts";
import { storeSettings } from "../../runtime/store-settings.ts";

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
        "Whether the API may listen on an address that others can reach. It has no TLS of its own: API keys and payloads would be readable on the way. For private networks, or behind a proxy that does TLS.",
    }),
  drainTimeout: duration("10s").meta({
    description: "How long calls under way may take to end when the gateway stops.",
  }),
});
export type GatewaySettings = z.output<typeof gatewaySettings>;

/** Throws a `SettingsError` when API keys would travel in plain text over a network without that having been asked for. */
export function checkExposure({ grpcAddress, httpAddress, allowPlaintext }: GatewaySettings): void {
  if (allowPlaintext) return;
  refuseExposed("grpc", grpcAddress);
  refuseExposed("http", httpAddress);
}

function refuseExposed(kind: "grpc" | "http", { host, port }: Address): void {
  if (isLoopback(host)) return;
  throw new SettingsError(
    `--${kind}-address / LONGSHORE_${kind.toUpperCase()}_ADDRESS = "${host}:${port}": others can reach this address, and the API has no TLS. Choose one on 127.0.0.1, or say --allow-plaintext true / LONGSHORE_ALLOW_PLAINTEXT=true`,
  );
}

function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";
import { eventuallyTrue } from "./eventually.ts";
import { freePort } from "./free-port.ts";

const NAME = "jaeger-all-in-one";

/** Where Jaeger is: on PATH, or in the cache; undefined when it is nowhere. */
export function findJaeger(): string | undefined {
  const cache = process.env["LONGSHORE_CACHE_DIR"] ?? join(homedir(), ".cache", "longshore");
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), join(cache, "tools")];
  return folders.map((folder) => join(folder, NAME)).find((path) => existsSync(path));
}

/** A tag, or what else Jaeger tells by key. */
export interface JaegerTag {
  readonly key: string;
  readonly value: unknown;
}

/** A span as Jaeger's API has it. Times in microseconds. */
export interface JaegerSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly startTime: number;
  readonly duration: number;
  readonly tags: readonly JaegerTag[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly JaegerTag[] }[];
  readonly processID: string;
}

export interface JaegerTrace {
  readonly spans: readonly JaegerSpan[];
  readonly processes: Readonly<
    Record<string, { readonly serviceName: string; readonly tags: readonly JaegerTag[] }>
  >;
}

export interface Jaeger {
  /** Where it takes OTLP over HTTP. */
  readonly otlpUrl: string;
  /** A trace; undefined while it knows none of that id. */
  trace(traceId: string): Promise<JaegerTrace | undefined>;
}

/** A Jaeger of a test's own that keeps what it gets in memory; it ends with the test. */
export async function startJaeger(path: string): Promise<Jaeger> {
  const ports = await Promise.all(Array.from({ length: 11 }, freePort));
  const at = (i: number) => `127.0.0.1:${ports[i]}`;
  const [otlp, query, admin] = [at(0), at(1), at(2)];
  const flags = [
    `--collector.otlp.http.host-port=${otlp}`,
    `--query.http-server.host-port=${query}`,
    `--admin.http.host-port=${admin}`,
    `--collector.otlp.grpc.host-port=${at(3)}`,
    `--query.grpc-server.host-port=${at(4)}`,
    `--collector.grpc-server.host-port=${at(5)}`,
    `--collector.http-server.host-port=${at(6)}`,
    `--processor.zipkin-compact.server-host-port=${at(7)}`,
    `--processor.jaeger-compact.server-host-port=${at(8)}`,
    `--processor.jaeger-binary.server-host-port=${at(9)}`,
    `--http-server.host-port=${at(10)}`,
  ];
  const child = spawn(path, flags, { stdio: "ignore", env: { COLLECTOR_OTLP_ENABLED: "true" } });
  onTestFinished(() => void child.kill("SIGKILL"));
  await eventuallyTrue("Jaeger is ready", async () => {
    if (child.exitCode !== null) throw new Error(`Jaeger ended with ${child.exitCode}`);
    return await fetch(`http://${admin}/`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return {
    otlpUrl: `http://${otlp}`,
    async trace(traceId) {
      const response = await fetch(`http://${query}/api/traces/${traceId}`);
      if (!response.ok) return undefined;
      const { data } = (await response.json()) as { data: readonly JaegerTrace[] };
      return data[0];
    },
  };
}

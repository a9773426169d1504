import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BUCKETS, STREAMS } from "../core/subject.ts";
import { type Connection, connectNats } from "../jetstream/connection.ts";
import { provision } from "../jetstream/provision.ts";
import { DEFAULT_TOPOLOGY } from "../jetstream/topology.ts";
import { watchBucket } from "../jetstream/watched-bucket.ts";
import { generateApiKey } from "../runtime/api-key-hash.ts";
import { type Client, createClient } from "../sdk/client.ts";
import { startNats } from "../test/support/nats-server.ts";

const ROOT = join(import.meta.dirname, "..");
const TASKS = join(import.meta.dirname, "noop-tasks.ts");
/** Tasks that run at once in the worker under measurement. */
const SLOTS = "256";

/** A whole system of processes of its own: nats-server, a gateway, and a worker when one is asked for. */
export interface Deployment {
  readonly connection: Connection;
  readonly client: Client;
  /** Where the gateway is, and a key to it. */
  readonly url: string;
  readonly apiKey: string;
  readonly gatewayPid: number;
  readonly natsPid: number;
  /** Starts a worker, with these flags besides, and resolves when it takes tasks. */
  startWorker(flags?: readonly string[]): Promise<{ readonly pid: number; stop(): Promise<void> }>;
  /** Starts one more gateway, and resolves with where it is. */
  startGateway(): Promise<{ readonly url: string; stop(): Promise<void> }>;
  /** Starts a scheduler, and resolves when it has started. */
  startScheduler(): Promise<{ readonly pid: number; stop(): Promise<void> }>;
  /** Starts a monitor with an index of its own, and resolves when it has started. */
  startMonitor(): Promise<{ readonly pid: number; readonly url: string; stop(): Promise<void> }>;
  /** Tasks that wait or run. */
  waiting(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts nats-server and a gateway on free ports, with a key and all queues. */
export async function deploy(durability: "standard" | "strict"): Promise<Deployment> {
  const nats = await startNats({ durability });
  const connection = await connectNats({ url: nats.url, name: "bench" });
  await provision(connection, DEFAULT_TOPOLOGY, ["eager", "lazy", "prefork"]);
  const key = generateApiKey({ project: "bench", role: "admin" }, new Date());
  const keys = await watchBucket(connection, BUCKETS.apiKeys);
  await keys.put(key.id, key.stored);
  keys.stop();

  const env = { ...process.env, LONGSHORE_NATS_URL: nats.url, LONGSHORE_DURABILITY: durability };
  const worker = (flags: readonly string[] = []) =>
    startService(["worker", "--tasks", TASKS, "--inline-concurrency", SLOTS, ...flags], env, /takes tasks/);
  // A first worker makes the types known, without which the gateway accepts nothing.
  await stopProcess((await worker()).process);
  const startGateway = async () => {
    const args = ["gateway", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0"];
    const gateway = await startService(args, env, /the gateway listens/);
    const { grpc_port: grpcPort } = JSON.parse(gateway.line) as { readonly grpc_port: number };
    return { process: gateway.process, url: `127.0.0.1:${grpcPort}` };
  };
  const gateway = await startGateway();
  const { url } = gateway;
  const client = createClient({ url, apiKey: key.text });

  return {
    connection,
    client,
    url,
    apiKey: key.text,
    gatewayPid: gateway.process.pid ?? 0,
    natsPid: Number(readFileSync(join(nats.storeDir, "nats-server.pid"), "utf8")),
    async startWorker(flags) {
      const { process: child } = await worker(flags);
      return { pid: child.pid ?? 0, stop: () => stopProcess(child) };
    },
    async startGateway() {
      const { process: child, url } = await startGateway();
      return { url, stop: () => stopProcess(child) };
    },
    async startScheduler() {
      const { process: child } = await startService(["scheduler"], env, /scheduler started/);
      return { pid: child.pid ?? 0, stop: () => stopProcess(child) };
    },
    async startMonitor() {
      const args = [
        "monitor",
        "--monitor-address",
        "127.0.0.1:0",
        "--index-file",
        join(nats.storeDir, "index.db"),
      ];
      const { process: child, line } = await startService(args, env, /monitor started/);
      const { port } = JSON.parse(line) as { readonly port: number };
      return { pid: child.pid ?? 0, url: `http://127.0.0.1:${port}`, stop: () => stopProcess(child) };
    },
    waiting: async () => (await connection.jsm.streams.info(STREAMS.tasks)).state.messages,
    async stop() {
      client.close();
      await stopProcess(gateway.process);
      await connection.close();
      await nats.stop();
    },
  };
}

/** Starts one service and resolves with the first line of its log that matches. */
async function startService(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isReady: RegExp,
): Promise<{ process: ChildProcess; line: string }> {
  const child = spawn(
    process.execPath,
    ["--conditions=longshore-source", join(ROOT, "bin/longshore.js"), ...args],
    {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    if (!isReady.test(line)) continue;
    child.stdout.resume();
    return { process: child, line };
  }
  throw new Error(`longshore ${args[0]} ended before it was ready`);
}

async function stopProcess(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

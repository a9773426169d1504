import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { provision } from "../../jetstream/provision.ts";
import type { Address } from "../../runtime/settings.ts";
import { topologyOf } from "../../runtime/store-settings.ts";
import { createClient } from "../../sdk/client.ts";
import { type LoadedTasks, loadTasks } from "../../services/worker/load-tasks.ts";
import { DEMO_TYPE, runDemo } from "../dev/demo.ts";
import { ensureDevKey } from "../dev/dev-key.ts";
import { startDevNats } from "../dev/dev-nats.ts";
import { printGuide } from "../dev/guide.ts";
import { invocation } from "../dev/invocation.ts";
import { openLogFile } from "../dev/log-file.ts";
import { type Say, step } from "../dev/steps.ts";
import type { Teardown } from "../dev/teardown.ts";
import { waitForNats } from "../dev/wait-for-nats.ts";
import { findEndpoints } from "../endpoints.ts";
import { formatEnvironment, STATE_FOLDER, writePrivately } from "../environment-file.ts";
import { usageError } from "../exit.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { type DevServices, startServices } from "./dev-services.ts";
import type { DevSettings, ServiceSettings } from "./dev-settings.ts";

export interface DevOptions {
  /** Paths of the task modules. */
  readonly modules: readonly string[];
  /** Whether the sample task is run, where its type is among the modules. */
  readonly hasDemo: boolean;
  /** Whether task modules that change are taken up while it runs. */
  readonly isWatching: boolean;
  readonly dev: DevSettings;
  readonly services: ServiceSettings;
  /** A NATS that was named by flag or environment. */
  readonly natsUrl: string | undefined;
}

/** Where a running system is. */
interface Urls {
  readonly grpc: string;
  readonly http: string;
  readonly monitor: string;
  readonly nats: string;
}

/**
 * Brings everything up, step by step, and shows that it works. What has been started is in `teardown`, also when this
 * rejects: because a step failed, or because `signal` aborted.
 */
export async function startDev(
  options: DevOptions,
  terminal: Terminal,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<void> {
  const state = await openStateFolder(terminal.cwd);
  const tasks = await step(terminal, "tasks", () => load(options.modules), describeTasks);
  const nats = await step(
    terminal,
    "NATS",
    async (say) => {
      const { dev: settings, natsUrl: givenUrl } = options;
      const { durability } = options.services.gateway;
      const started = await startDevNats({ terminal, settings, durability, givenUrl, signal, say });
      teardown.add(started.monitorUrl === undefined ? undefined : "NATS", started.stop);
      return started;
    },
    ({ description }) => description,
  );
  const apiKey = await step(
    terminal,
    "store",
    (say) => prepareStore(nats.url, tasks, options, join(state, "dev-key"), signal, say),
    () => "streams, buckets and consumers are in place",
  );
  const logPath = join(state, "longshore.log");
  const services = await step(
    terminal,
    "services",
    () => {
      const log = openLogFile(logPath, (line) => terminal.err(styleOf(terminal)("yellow", line)));
      teardown.add(undefined, () => log.close());
      const { services: settings, isWatching } = options;
      const { env } = terminal;
      const say = (line: string) => terminal.out(styleOf(terminal)("green", line));
      const shared = { natsUrl: nats.url, settings, tasks, env, log, teardown, signal };
      return startServices({ ...shared, onReloaded: isWatching ? say : undefined });
    },
    () => `monitor, scheduler, worker, gateway; their log is ${relative(terminal.cwd, logPath)}`,
  );
  const urls = urlsOf(services, options, nats.url);
  const envPath = join(state, "env");
  await writePrivately(envPath, environmentOf(urls, apiKey));
  const taskId = await demonstrate(options, tasks, urls, apiKey, terminal, signal);
  printGuide(terminal, {
    grpcUrl: urls.grpc,
    httpUrl: urls.http,
    monitorUrl: urls.monitor,
    natsUrl: urls.nats,
    natsMonitorUrl: nats.monitorUrl,
    apiKey,
    logPath: relative(terminal.cwd, logPath),
    envPath: relative(terminal.cwd, envPath),
    command: invocation(terminal.cwd),
    type: tasks.definitions.has(DEMO_TYPE) ? DEMO_TYPE : tasks.definitions.keys().next().value,
    taskId,
  });
}

/** The folder for keys, logs and the store, kept out of the way of others and of Git. */
async function openStateFolder(cwd: string): Promise<string> {
  const folder = resolve(cwd, STATE_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) await writeFile(ignore, "*\n");
  return folder;
}

async function load(modules: readonly string[]): Promise<LoadedTasks> {
  const loaded = await loadTasks(modules);
  if (!loaded.ok) throw usageError(loaded.problem);
  return loaded;
}

function describeTasks({ definitions }: LoadedTasks): string {
  return [...definitions.keys()].join(", ");
}

/** Makes streams and the queues of the tasks be there, and the key be known. */
async function prepareStore(
  url: string,
  tasks: LoadedTasks,
  options: DevOptions,
  keyPath: string,
  signal: AbortSignal,
  say: Say,
): Promise<string> {
  const connection = await waitForNats(url, signal, say);
  try {
    const queues = new Set(tasks.plans.flatMap((plan) => plan.queues));
    const { drift } = await provision(connection, topologyOf(options.services.worker), [...queues]);
    for (const { object, field, found, corrected } of drift) {
      const change = corrected ? "corrected" : "left, NATS does not allow the change";
      say(`${object}: ${field} was ${JSON.stringify(found)}, ${change}`);
    }
    return await ensureDevKey(connection, keyPath);
  } finally {
    await connection.close();
  }
}

function urlsOf({ gateway, monitor }: DevServices, { services }: DevOptions, nats: string): Urls {
  const scheme = services.gateway.tlsCert === undefined ? "http" : "https";
  return {
    grpc: urlOf(services.gateway.grpcAddress, gateway.grpcPort(), scheme),
    http: urlOf(services.gateway.httpAddress, gateway.httpPort(), scheme),
    monitor: urlOf(services.monitor.monitorAddress, monitor.port ?? services.monitor.monitorAddress.port),
    nats,
  };
}

/** An address to listen on is not always one to connect to: "all interfaces" is reached through this machine. */
function urlOf({ host }: Address, port: number, scheme: "http" | "https" = "http"): string {
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `${scheme}://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

function environmentOf({ grpc, http, nats }: Urls, apiKey: string): string {
  return formatEnvironment({
    LONGSHORE_API_KEY: apiKey,
    LONGSHORE_GRPC_URL: grpc,
    LONGSHORE_HTTP_URL: http,
    LONGSHORE_NATS_URL: nats,
  });
}

async function demonstrate(
  { hasDemo }: DevOptions,
  { definitions }: LoadedTasks,
  { grpc }: Urls,
  apiKey: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!hasDemo || !definitions.has(DEMO_TYPE)) return undefined;
  const client = createClient({ url: grpc, apiKey, tls: findEndpoints({}, terminal).tls });
  try {
    return await runDemo(client, terminal, signal);
  } finally {
    client.close();
  }
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Kvm } from "@nats-io/kv";
import { onTestFinished } from "vitest";
import type { Durability } from "../../cli/nats-server/config-file.ts";
import { BUCKETS, type TaskKey, workerUser } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import { watchChanges } from "../../jetstream/changes.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Records } from "../../jetstream/records.ts";
import { generateApiKey } from "../../runtime/api-key-hash.ts";
import { createLog } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { type Client, createClient } from "../../sdk/client.ts";
import { createGateway } from "../../services/gateway/gateway.ts";
import { gatewaySettings } from "../../services/gateway/settings.ts";
import { createScheduler, type Scheduler } from "../../services/scheduler/scheduler.ts";
import { schedulerSettings } from "../../services/scheduler/settings.ts";
import { loadTasks } from "../../services/worker/load-tasks.ts";
import { workerInstance } from "../../services/worker/main.ts";
import { planPools } from "../../services/worker/pool-plan.ts";
import { registerTypes } from "../../services/worker/registration.ts";
import { workerSettings } from "../../services/worker/settings.ts";
import { createWorker, type WorkerPace } from "../../services/worker/worker.ts";
import type { StartNatsOptions } from "./nats-server.ts";
import type { LedgerLine } from "./puppet-tasks.ts";
import type { SecuredNats } from "./secured-nats.ts";
import type { ServiceProcess } from "./spawn-service.ts";
import { spawnWorker } from "./spawn-worker.ts";
import { connectTo, startStore, type TestStore } from "./store.ts";

/** The task types that tests run. */
export const PUPPETS = join(import.meta.dirname, "puppet-tasks.ts");

/** The project of the stack's API key. */
export const PROJECT = "demo";

const silent = createLog({ service: "test", instance: "test", level: "silent" });

export interface WorkerOptions {
  /** Slots of each pool. Default 2. */
  readonly concurrency?: number;
  /** Default `1s`. */
  readonly drainTimeout?: string;
  /** Which of the puppets it has. Default: all. Not for a process. */
  readonly types?: readonly string[];
  /** Other settings, by key. Not for a process. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Default: that of any worker. Not for a process. */
  readonly pace?: WorkerPace;
  /** Another way to NATS than the straight one. Not for a process. */
  readonly natsUrl?: string;
}

export interface StackWorker extends Service {
  /** What the timeline calls it. */
  readonly instance: string;
}

/** A whole Longshore of a test's own: NATS, a gateway with a client, a scheduler, and as many workers as are asked for. */
export interface Stack extends TestStore {
  readonly client: Client;
  /** Where the gateway is, and the client's API key: for the command line. */
  readonly url: string;
  /** Where it serves HTTP. */
  readonly httpUrl: string;
  readonly apiKey: string;
  /** The id of the client's API key. */
  readonly keyId: string;
  readonly leaseMs: number;
  /** Starts a worker in this process. */
  startWorker(options?: WorkerOptions): Promise<StackWorker>;
  /** Starts a worker as a process of its own; it takes tasks once it says `worker takes tasks`. */
  spawnWorker(options?: WorkerOptions): ServiceProcess;
  /** The record of a task, once there is one that matches. */
  recordWhen(id: string, matches: (record: TaskRecord) => boolean): Promise<TaskRecord>;
}

/**
 * Starts NATS, a gateway and a scheduler (unless `scheduler` is false), and registers the puppets; everything ends with the test. A worker that is silent for
 * `leaseMs` (default 2,000) milliseconds is taken for lost.
 */
export async function startStack(
  options: StartNatsOptions & {
    readonly leaseMs?: number;
    readonly scheduler?: boolean;
    /** A server with users, instead of one without: each service connects as its own. */
    readonly secured?: SecuredNats;
    /** Where the pages are that the gateway serves, if not where they are built. */
    readonly webFolder?: string;
    /** Other settings of the gateway, by key. */
    readonly gateway?: Readonly<Record<string, string>>;
  } = {},
): Promise<Stack> {
  const { leaseMs = 2_000, durability = "standard", secured } = options;
  const store = await startStore({ ...options, leaseMs, queues: [] });
  const { nats, connection, records, topology } = store;
  const puppets = await loadPuppets(undefined);
  const types = puppets.plans.flatMap((plan) => [...plan.types.values()]);
  await registerTypes(connection, topology, types, silent);
  const key = generateApiKey({ project: PROJECT, role: "admin" }, new Date());
  const keys = await new Kvm(connection.nc).open(BUCKETS.apiKeys);
  await keys.put(key.id, JSON.stringify(key.stored));

  if (options.scheduler !== false)
    await startScheduler(await connectTo(secured?.as("scheduler") ?? nats), { leaseMs, durability });
  return {
    ...store,
    leaseMs,
    keyId: key.id,
    apiKey: key.text,
    ...(await startGateway(
      await connectTo(secured?.as("gateway") ?? nats),
      key.text,
      durability,
      options.webFolder,
      options.gateway,
    )),
    async startWorker(workerOptions = {}) {
      const connection = await connectTo({
        ...secured?.as(workerUser(workerOptions.flags?.["workerGroup"])),
        url: workerOptions.natsUrl ?? nats.url,
      });
      const worker = await createPuppetWorker(connection, { leaseMs, durability }, workerOptions);
      await worker.start();
      onTestFinished(() => worker.stop());
      return worker;
    },
    spawnWorker({ concurrency = 2, drainTimeout = "1s" } = {}) {
      const env = {
        LONGSHORE_NATS_URL: nats.url,
        ...(secured !== undefined && { LONGSHORE_NATS_CREDENTIALS: secured.seedOf(workerUser(undefined)) }),
        LONGSHORE_DURABILITY: durability,
        LONGSHORE_LEASE: `${leaseMs}ms`,
        LONGSHORE_CONCURRENCY: String(concurrency),
        LONGSHORE_INLINE_CONCURRENCY: String(concurrency),
        LONGSHORE_DRAIN_TIMEOUT: drainTimeout,
      };
      return spawnWorker(env, [PUPPETS]);
    },
    recordWhen: (id, matches) => recordWhen(connection, records, { project: PROJECT, id }, matches),
  };
}

/** A scheduler in this process. */
export async function startScheduler(
  connection: Connection,
  { leaseMs, durability = "standard" }: { readonly leaseMs: number; readonly durability?: Durability },
): Promise<Scheduler> {
  const settings = loadSettings(schedulerSettings, {}, { durability, lease: `${leaseMs}ms` });
  const instance = `scheduler-${++schedulers}`;
  const scheduler = createScheduler({ connection, settings, log: silent, version: "0.0.0", instance });
  await scheduler.start();
  onTestFinished(() => scheduler.stop());
  return scheduler;
}

/** Tells one scheduler from the next. */
let schedulers = 0;

/** A gateway in this process, and a client of it that holds a key. */
async function startGateway(
  connection: Connection,
  apiKey: string,
  durability: Durability,
  webFolder: string | undefined,
  more: Readonly<Record<string, string>> = {},
) {
  const addresses = { grpcAddress: "127.0.0.1:0", httpAddress: "127.0.0.1:0", drainTimeout: "100ms" };
  const settings = loadSettings(gatewaySettings, {}, { ...addresses, durability, ...more });
  const gateway = createGateway({
    connection,
    settings,
    log: silent,
    version: "0.0.0",
    instance: "test",
    ...(webFolder !== undefined && { webFolder }),
  });
  await gateway.start();
  onTestFinished(() => gateway.stop());
  const url = `127.0.0.1:${gateway.grpcPort()}`;
  const client = createClient({ url, apiKey });
  onTestFinished(() => client.close());
  return { url, client, httpUrl: `http://127.0.0.1:${gateway.httpPort()}` };
}

async function createPuppetWorker(
  connection: Connection,
  { leaseMs, durability }: { readonly leaseMs: number; readonly durability: Durability },
  { concurrency = 2, drainTimeout = "1s", types, flags = {}, pace }: WorkerOptions,
): Promise<StackWorker> {
  const slots = String(concurrency);
  const settings = loadSettings(
    workerSettings,
    {},
    {
      durability,
      lease: `${leaseMs}ms`,
      concurrency: slots,
      inlineConcurrency: slots,
      drainTimeout,
      ...flags,
    },
  );
  const instance = workerInstance();
  const tasks = await loadPuppets(types);
  const worker = createWorker({
    connection,
    settings,
    log: silent,
    version: "0.0.0",
    instance,
    tasks,
    env: process.env,
    ...(pace !== undefined && { pace }),
  });
  return { ...worker, instance };
}

async function loadPuppets(types: readonly string[] | undefined) {
  const loaded = await loadTasks([PUPPETS]);
  if (!loaded.ok) throw new Error(loaded.problem);
  const definitions = new Map(
    [...loaded.definitions].filter(([type]) => types === undefined || types.includes(type)),
  );
  const planned = planPools(definitions);
  if (!planned.ok) throw new Error(planned.problem);
  return { ...loaded, definitions, plans: planned.plans };
}

function recordWhen(
  connection: Connection,
  records: Records,
  key: TaskKey,
  matches: (record: TaskRecord) => boolean,
): Promise<TaskRecord> {
  const { promise, resolve } = Promise.withResolvers<TaskRecord>();
  const look = async () => {
    const read = await records.read(key);
    if (read.ok && read.stored !== undefined && matches(read.stored.record)) resolve(read.stored.record);
  };
  const stop = watchChanges(connection, key, () => void look());
  onTestFinished(stop);
  void look();
  return promise.finally(stop);
}

/** Every execution that a ledger tells of, in order; none while there is no file. */
export function readLedger(path: string): LedgerLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LedgerLine);
}

/** What happened to a task, in a word each: `started 1`, `interrupted 1 WORKER_LOST`, … */
export function storyOf({ timeline }: Pick<TaskRecord, "timeline">): string[] {
  return timeline.map(({ type, attempt, reason }) => [type, attempt, reason].filter(Boolean).join(" "));
}

import { hostname } from "node:os";
import type { Connection } from "../../jetstream/connection.ts";
import { createPublisher } from "../../jetstream/create-publisher.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { type WatchedQueueSettings, watchQueueSettings } from "../../jetstream/queue-settings.ts";
import { Records } from "../../jetstream/records.ts";
import { onStop } from "../../jetstream/signals.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import { onScale, type ScaleReply, type ScaleRequest } from "../../jetstream/worker-control.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { SettingsError } from "../../runtime/settings.ts";
import type { TaskDefinition } from "../../sdk/task-definition.ts";
import { handlerEnv } from "./handler-env.ts";
import { describeWorker, type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { keepLeases } from "./lease-keeper.ts";
import { createLine, type Line } from "./line.ts";
import type { LoadedTasks } from "./load-tasks.ts";
import { ExecPool } from "./pool/exec-pool.ts";
import { InlinePool } from "./pool/inline-pool.ts";
import type { Pool } from "./pool/pool.ts";
import { PreforkPool } from "./pool/prefork-pool.ts";
import { openProcessScopes, type ProcessScopes } from "./pool/process-scope.ts";
import type { PoolPlan } from "./pool-plan.ts";
import { chooseQueues } from "./queue-choice.ts";
import { registerTypes } from "./registration.ts";
import { compareTasks, logChanges } from "./reload/task-changes.ts";
import { scalePool } from "./scale.ts";
import type { WorkerSettings } from "./settings.ts";
import { Settler } from "./settler.ts";
import { STALL_PATIENCE, type Stall, type StallPatience } from "./stall-watch.ts";

export interface WorkerDeps {
  readonly connection: Connection;
  readonly settings: WorkerSettings;
  readonly log: Log;
  readonly version: string;
  /** Unique per process, one token of a NATS subject. */
  readonly instance: string;
  /** What `loadTasks` found. */
  readonly tasks: LoadedTasks;
  /** The environment from which handlers get their share. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How often it looks after itself. Default: `WORKER_PACE`. */
  readonly pace?: WorkerPace;
}

/** How often a worker says how it is, and when it takes itself for stalled. Milliseconds. */
export interface WorkerPace {
  readonly heartbeatMs: number;
  readonly stall: StallPatience;
}

export const WORKER_PACE: WorkerPace = { heartbeatMs: 5_000, stall: STALL_PATIENCE };

/** The worker as a service of a process. */
export interface Worker extends Service {
  /**
   * Takes up task modules that have changed, as they were loaded anew: tasks that begin from now on run the new code, those
   * that run end with the old. Says in the log what it has taken up, and what only a restart would. Resolves with the types
   * that it has then; with none when it does not run.
   */
  reload(tasks: LoadedTasks): Promise<readonly string[]>;
}

/** How long messages that came too late may take to get back to the queue, in milliseconds. */
const GIVE_BACK_MS = 1_000;

/**
 * A worker: takes tasks from its queues while it has free slots, runs them, and records how they end. Throws a
 * `SettingsError` when it is limited to queues that its task types do not name.
 */
export function createWorker(deps: WorkerDeps): Worker {
  const { connection, settings, log, instance } = deps;
  const chosen = chooseQueues(deps.tasks.plans, settings.queues);
  if (!chosen.ok) throw new SettingsError(chosen.problem);
  const publisher = createPublisher(connection, settings.durability);
  const records = new Records(connection, publisher);
  const queue = new TaskQueue(connection, publisher);
  const settler = new Settler({ records, queue, worker: instance, crashLimit: settings.crashLoopLimit, log });
  const scopes = openProcessScopes(instance);
  const pace = deps.pace ?? WORKER_PACE;
  let queueSettings: WatchedQueueSettings | undefined;
  let heartbeat: Heartbeat | undefined;
  const lineDeps = {
    connection,
    records,
    queue,
    settler,
    worker: instance,
    leaseMs: settings.lease,
    log,
    queueWeights: settings.queueWeights,
    isPaused: (name: string) => queueSettings?.isPaused(name) === true,
    stallPatience: pace.stall,
    onStalled: (stall: Stall) => {
      log.warn({ ...stall }, "stalled: slots are free, tasks wait and none comes; connecting to NATS anew");
      heartbeat?.beat();
      connection.reconnect();
    },
    onRecovered: ({ queue: name }: Stall) => {
      log.info({ queue: name }, "no longer stalled");
      heartbeat?.beat();
    },
  };
  let { definitions } = deps.tasks;
  const find = (type: string) => definitions.get(type);
  const lines = chosen.plans.map((plan) => createLine(plan, createPool(plan, deps, find, scopes), lineDeps));
  const endings: (() => void)[] = [];
  let state: "new" | "running" | "stopped" = "new";
  const startedAt = new Date();
  const topology = {
    replicas: settings.replicas,
    leaseMs: settings.lease,
    eventsMaxBytes: settings.eventsMaxBytes,
  };
  const identity = {
    id: instance,
    longshoreVersion: deps.version,
    startedAt: startedAt.toISOString(),
  };
  const stateNow = () => {
    if (state === "stopped") return "draining";
    return lines.some(({ stallWatch }) => stallWatch.stall !== undefined) ? "stalled" : "ready";
  };
  const problems = () => [
    ...(connection.isConnected() ? [] : ["not connected to NATS"]),
    ...lines.flatMap(({ pool, stallWatch }) => [...pool.problems(), ...describeStall(stallWatch.stall)]),
  ];

  const scale = (request: ScaleRequest): ScaleReply => {
    if (state !== "running") return { kind: "refused", problem: "it is stopping" };
    const reply = scalePool(new Map(lines.map(({ plan, pool }) => [plan.pool, pool])), request);
    if (reply.kind === "scaled") log.info({ ...reply }, "another number of tasks at once");
    heartbeat?.beat();
    return reply;
  };

  return {
    name: "worker",
    async start() {
      if (state !== "new") return;
      state = "running";
      const types = [...definitions.values()].map(({ type }) => type);
      try {
        await Promise.all(lines.map(({ pool }) => pool.start()));
        await registerTypes(connection, topology, types, log);
        queueSettings = await watchQueueSettings(
          connection,
          () => {
            for (const { puller } of lines) puller.wake();
          },
          (name) => log.warn({ queue: name }, "the settings of this queue cannot be read, and do not count"),
        );
      } catch (error) {
        // Nobody stops what has not started: its child processes would stay.
        await Promise.all(lines.map(({ pool }) => pool.stop()));
        scopes.close();
        throw error;
      }
      endings.push(
        () => queueSettings?.stop(),
        onScale(connection, instance, scale),
        onStop(connection, instance, (signal) => lines.some(({ runner }) => runner.stop(signal))),
        keepLeases(connection, {
          leaseMs: settings.lease,
          held: () => lines.flatMap(({ runner }) => [...runner.held()]),
          onStoodStill: () => {
            for (const { runner } of lines) runner.abandonAll();
          },
          onBackAfterLong: () => {
            for (const { runner } of lines) void runner.abandonLost();
          },
        }),
        registerMicroService(connection, describe(deps, chosen.plans), startedAt),
        watchForStalls(lines, pace.stall),
      );
      heartbeat = startHeartbeat(connection, pace.heartbeatMs, () =>
        describeWorker(identity, lines, stateNow(), problems()),
      );
      for (const { puller } of lines) puller.start();
      log.info(
        { task_types: types.map((type) => type.type), pools: lines.map(({ pool }) => pool.size) },
        "worker takes tasks",
      );
    },
    async stop() {
      if (state === "stopped") return;
      state = "stopped";
      heartbeat?.beat();
      await Promise.all(
        lines.map(({ runner, puller }) => Promise.all([runner.drain(settings.drainTimeout), puller.stop()])),
      );
      // What came while the last pull ended is on its way back: a lease would keep it from others for long.
      await Promise.all(lines.map(({ runner }) => runner.settled(GIVE_BACK_MS)));
      for (const end of endings) end();
      await Promise.all(lines.map(({ pool }) => pool.stop()));
      await heartbeat?.stop();
      scopes.close();
      publisher.stop();
    },
    problems,
    async reload(tasks) {
      if (state !== "running") return [];
      const queues = new Map(deps.tasks.plans.map((plan) => [plan.pool, plan.queues]));
      const changes = compareTasks(definitions, tasks.definitions, queues);
      definitions = changes.definitions;
      for (const line of lines) {
        line.types.clear();
        for (const { type } of definitions.values())
          if (type.pool === line.plan.pool) line.types.set(type.type, type);
        line.pool.reload(deps.tasks.modules);
      }
      // That these replace what was there is what was wanted: no warning.
      await registerTypes(connection, topology, changes.toRegister, log.child({}, { level: "error" }));
      logChanges(changes, log);
      heartbeat?.beat();
      return [...definitions.keys()];
    },
  };
}

/** Looks after its lines every second, or more often for a watch that is less patient. */
function watchForStalls(lines: readonly Line[], { askEveryMs }: StallPatience): () => void {
  const check = () => {
    for (const { stallWatch } of lines) void stallWatch.check();
  };
  const timer = setInterval(check, Math.min(askEveryMs, 1_000));
  return () => clearInterval(timer);
}

function describeStall(stall: Stall | undefined): string[] {
  return stall === undefined
    ? []
    : [`stalled: ${stall.waiting} tasks wait in queue "${stall.queue}", slots are free, and none comes`];
}

function createPool(
  plan: PoolPlan,
  deps: WorkerDeps,
  find: (type: string) => TaskDefinition | undefined,
  scopes: ProcessScopes,
): Pool {
  const { settings, tasks } = deps;
  const env = handlerEnv(deps.env, settings.passEnv);
  switch (plan.pool) {
    case "inline":
      return new InlinePool(settings.inlineConcurrency, find);
    case "exec":
      return new ExecPool(settings.execConcurrency, { find, env, scopes });
    case "prefork":
      return new PreforkPool(
        settings.concurrency,
        {
          modules: tasks.modules,
          env,
          maxMemoryBytes: settings.maxMemoryPerChild,
          maxTasksPerChild: settings.maxTasksPerChild,
        },
        scopes,
      );
  }
}

function describe({ instance, version }: WorkerDeps, plans: readonly PoolPlan[]) {
  const queues = plans.flatMap((plan) => plan.queues).join(",");
  return {
    name: "longshore-worker",
    id: instance,
    version,
    description: "Runs tasks",
    metadata: { host: hostname(), pid: String(process.pid), queues },
  };
}

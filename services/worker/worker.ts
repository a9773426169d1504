import { isPausedAt } from "../../core/queue-settings.ts";
import { HEARTBEAT_MS } from "../../core/worker-heartbeat.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { createPublisher } from "../../jetstream/create-publisher.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { Objects } from "../../jetstream/objects.ts";
import { type WatchedProjects, watchProjects } from "../../jetstream/projects.ts";
import { type WatchedQueueSettings, watchQueueSettings } from "../../jetstream/queue-settings.ts";
import { Records } from "../../jetstream/records.ts";
import { followServerClock, type ServerClock } from "../../jetstream/server-clock.ts";
import { answerSignals } from "../../jetstream/signals.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import {
  type HoldReply,
  type HoldRequest,
  onControl,
  type ScaleReply,
  type ScaleRequest,
} from "../../jetstream/worker-control.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { SettingsError } from "../../runtime/settings.ts";
import { topologyOf } from "../../runtime/store-settings.ts";
import { samplingOf } from "../../runtime/telemetry/sampling-settings.ts";
import { Admission } from "./admission/admission.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { LargeParts } from "./large-parts.ts";
import { keepLeases } from "./lease-keeper.ts";
import { createLine, watchForStalls } from "./line.ts";
import type { LoadedTasks } from "./load-tasks.ts";
import { createPool } from "./pool/create-pool.ts";
import { openProcessScopes } from "./pool/process-scope.ts";
import { chooseQueues } from "./queue-choice.ts";
import { registerTypes } from "./registration.ts";
import { compareTasks, logChanges } from "./reload/task-changes.ts";
import { scalePool } from "./scale.ts";
import type { WorkerSettings } from "./settings.ts";
import { Settler } from "./settler.ts";
import { STALL_PATIENCE, type Stall, type StallPatience } from "./stall-watch.ts";
import { withWebhooks } from "./webhooks/with-webhooks.ts";
import { describeService, describeWorker, problemsOf } from "./worker-report.ts";

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

export const WORKER_PACE: WorkerPace = { heartbeatMs: HEARTBEAT_MS, stall: STALL_PATIENCE };

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
  // Nothing is taken before the clock is read.
  const nowMs = () => Math.floor(clock?.nowMs() ?? Date.now());
  const withOurs = withWebhooks({ connection, settings, nowMs, version: deps.version });
  const tasks = withOurs(deps.tasks);
  const chosen = chooseQueues(tasks.plans, settings.queues);
  if (!chosen.ok) throw new SettingsError(chosen.problem);
  const publisher = createPublisher(connection, settings.durability);
  const records = new Records(connection, publisher);
  const queue = new TaskQueue(connection, publisher);
  const scopes = openProcessScopes(instance);
  const pace = deps.pace ?? WORKER_PACE;
  const startedAt = new Date();
  const identity = { id: instance, longshoreVersion: deps.version, startedAt: startedAt.toISOString() };
  const topology = topologyOf(settings);
  let { definitions } = tasks;
  let queueSettings: WatchedQueueSettings | undefined;
  let projects: WatchedProjects | undefined;
  let clock: ServerClock | undefined;
  let heartbeat: Heartbeat | undefined;
  let state: "new" | "running" | "stopped" = "new";
  let isHeld = false;
  const endings: (() => void)[] = [];

  const admission = new Admission({
    connection,
    worker: instance,
    settings: (name) => queueSettings?.get(name),
    projects: {
      cap: (project) => projects?.get(project)?.limits.maxRunning,
      host: {
        running: (project) => lines.reduce((sum, { runner }) => sum + runner.countOf(project), 0),
        handBack(project, count) {
          let left = count;
          for (const { runner } of lines)
            left -= runner.handBackLast(left, (place) => place.project === project);
        },
      },
    },
    nowMs,
  });

  const means = {
    settings,
    env: deps.env,
    modules: tasks.modules,
    find: (type: string) => definitions.get(type),
    scopes,
  };
  const largeParts = new LargeParts({ objects: new Objects(connection), nowMs, log });
  const lineDeps = {
    connection,
    records,
    queue,
    settler: new Settler({
      records,
      queue,
      largeParts,
      worker: instance,
      crashLimit: settings.crashLoopLimit,
      nowMs,
      log,
    }),
    largeParts,
    resultMaxBytes: settings.payloadMaxBytes,
    sampling: samplingOf(settings),
    worker: instance,
    leaseMs: settings.lease,
    nowMs,
    log,
    queueWeights: settings.queueWeights,
    isPaused: (name: string) =>
      isHeld || (clock !== undefined && isPausedAt(queueSettings?.get(name), clock.nowMs())),
    admission,
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
  const lines = chosen.plans.map((plan) => createLine(plan, createPool(plan, means), lineDeps));
  const condition = () => ({
    isConnected: connection.isConnected(),
    isStopping: isHeld || state === "stopped",
  });

  /** Listens to whoever may tell it something, looks after what it holds, and says how it is. */
  function attend(): void {
    endings.push(
      () => queueSettings?.stop(),
      () => projects?.stop(),
      () => clock?.stop(),
      onControl(connection, instance, { scale, hold }),
      answerSignals(connection, instance, {
        stop: (signal) => lines.some(({ runner }) => runner.stop(signal)),
        runs: (attempt) => lines.some(({ runner }) => runner.runs(attempt)),
      }),
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
      registerMicroService(connection, describeService(identity, lines), startedAt),
      watchForStalls(lines, pace.stall),
    );
    heartbeat = startHeartbeat(connection, pace.heartbeatMs, () =>
      describeWorker(identity, lines, condition()),
    );
  }

  function scale(request: ScaleRequest): ScaleReply {
    if (state !== "running") return { kind: "refused", problem: "it is stopping" };
    const reply = scalePool(new Map(lines.map(({ plan, pool }) => [plan.pool, pool])), request);
    if (reply.kind === "scaled") log.info({ ...reply }, "another number of tasks at once");
    heartbeat?.beat();
    return reply;
  }

  function hold(request: HoldRequest): HoldReply {
    if (state !== "running") return { kind: "refused", problem: "it is stopping" };
    if (request.isHeld !== isHeld)
      log.info({ held: request.isHeld }, "takes tasks, or none, as it was told to");
    isHeld = request.isHeld;
    heartbeat?.beat();
    if (!isHeld) for (const { puller } of lines) puller.wake();
    return { kind: "held", running: lines.reduce((sum, { runner }) => sum + [...runner.held()].length, 0) };
  }

  async function start(): Promise<void> {
    if (state !== "new") return;
    state = "running";
    const types = [...definitions.values()].map(({ type }) => type);
    try {
      await Promise.all(lines.map(({ pool }) => pool.start()));
      await registerTypes(connection, topology, types, log);
      clock = await followServerClock(connection);
      queueSettings = await watchQueueSettings(
        connection,
        () => {
          admission.apply();
          for (const { puller } of lines) puller.wake();
        },
        (name) => log.warn({ queue: name }, "the settings of this queue cannot be read, and do not count"),
      );
      projects = await watchProjects(connection, (project) => admission.applyProject(project));
    } catch (error) {
      // Nobody stops what has not started: its child processes would stay.
      await stop();
      throw error;
    }
    admission.apply();
    attend();
    for (const { puller } of lines) puller.start();
    log.info(
      { task_types: types.map((type) => type.type), pools: lines.map(({ pool }) => pool.size) },
      "worker takes tasks",
    );
  }

  async function stop(): Promise<void> {
    if (state === "stopped") return;
    state = "stopped";
    heartbeat?.beat();
    await Promise.all(
      lines.map(({ runner, puller }) => Promise.all([runner.drain(settings.drainTimeout), puller.stop()])),
    );
    // What came while the last pull ended is on its way back: a lease would keep it from others for long.
    await Promise.all(lines.map(({ runner }) => runner.settled(GIVE_BACK_MS)));
    await admission.stop();
    for (const end of endings) end();
    await Promise.all(lines.map(({ pool }) => pool.stop()));
    await heartbeat?.stop();
    scopes.close();
    publisher.stop();
    largeParts.stop();
  }

  async function reload(reloaded: LoadedTasks): Promise<readonly string[]> {
    if (state !== "running") return [];
    const queues = new Map(tasks.plans.map((plan) => [plan.pool, plan.queues]));
    const changes = compareTasks(definitions, withOurs(reloaded).definitions, queues);
    definitions = changes.definitions;
    for (const line of lines) line.reload(definitions.values(), tasks.modules);
    // That these replace what was there is what was wanted: no warning.
    await registerTypes(connection, topology, changes.toRegister, log.child({}, { level: "error" }));
    logChanges(changes, log);
    heartbeat?.beat();
    return [...definitions.keys()];
  }

  return { name: "worker", start, stop, reload, problems: () => problemsOf(lines, condition()) };
}

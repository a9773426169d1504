import type { TaskType } from "../../core/task-type.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { Puller, type PullLimits } from "../../jetstream/puller.ts";
import { countWaiting } from "../../jetstream/queue-depth.ts";
import type { Records } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { Log } from "../../runtime/log.ts";
import type { Sampling } from "../../runtime/telemetry/sampling.ts";
import type { TaskDefinition } from "../../sdk/task-definition.ts";
import type { Admission } from "./admission/admission.ts";
import type { LargeParts } from "./large-parts.ts";
import type { Pool } from "./pool/pool.ts";
import type { PoolPlan } from "./pool-plan.ts";
import type { Settler } from "./settler.ts";
import { type Stall, type StallPatience, StallWatch } from "./stall-watch.ts";
import { TaskRunner } from "./task-runner.ts";

/** A pool with what brings it tasks and takes their outcomes away. */
export interface Line {
  readonly plan: PoolPlan;
  /** The types that it runs now; a reload changes them. */
  readonly types: ReadonlyMap<string, TaskType>;
  readonly pool: Pool;
  readonly runner: TaskRunner;
  readonly puller: Puller;
  readonly stallWatch: StallWatch;
  /**
   * Takes up definitions that have changed: tasks that begin from now on run the new code.
   *
   * @param modules absolute paths of the task modules
   */
  reload(definitions: Iterable<TaskDefinition>, modules: readonly string[]): void;
}

/** What the lines of a worker share. */
export interface LineDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly settler: Settler;
  readonly largeParts: LargeParts;
  readonly resultMaxBytes: number;
  /** Which traces are taken. */
  readonly sampling: Sampling;
  readonly worker: string;
  readonly leaseMs: number;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly queueWeights: ReadonlyMap<string, number>;
  readonly isPaused: (queue: string) => boolean;
  readonly admission: Admission;
  readonly stallPatience: StallPatience;
  readonly onStalled: (stall: Stall) => void;
  readonly onRecovered: (stall: Stall) => void;
}

/** Joins puller, runner and pool: a free slot wakes the puller, a delivery goes to the runner. */
export function createLine(plan: PoolPlan, pool: Pool, deps: LineDeps): Line {
  const { connection, log, isPaused, queueWeights, admission } = deps;
  const types = new Map(plan.types);
  const runner = new TaskRunner({
    ...deps,
    pool,
    types,
    gate: (queue) => admission.gate(queue),
    projectGate: (project) => admission.projectGate(project),
  });
  const limits: PullLimits = {
    room: (queue) => admission.gate(queue)?.room() ?? Number.POSITIVE_INFINITY,
    mayStand: (queue) => admission.gate(queue)?.mayStand() ?? true,
    foundEmpty: (queue) => admission.gate(queue)?.foundEmpty(),
  };
  const stallWatch = new StallWatch({
    queues: () => plan.queues.filter((queue) => !isPaused(queue) && limits.mayStand(queue)),
    freeSlots: () => runner.freeSlots(),
    isConnected: () => connection.isConnected(),
    countWaiting: (queue) => countWaiting(connection, queue),
    onStalled: deps.onStalled,
    onRecovered: deps.onRecovered,
    now: Date.now,
    patience: deps.stallPatience,
  });
  const puller = new Puller(connection, {
    queues: plan.queues,
    weights: queueWeights,
    isPaused,
    limits,
    get slots() {
      return pool.size;
    },
    freeSlots: () => runner.freeSlots(),
    onDelivery: (delivery) => {
      stallWatch.taken();
      admission.gate(delivery.place.queue)?.delivered(delivery.behind);
      runner.take(delivery);
    },
    onProblem: (problem) => log.debug({ problem }, "pull interrupted"),
  });
  runner.onFree(() => puller.wake());
  for (const queue of plan.queues)
    admission.attach(queue, {
      freeSlots: () => (isPaused(queue) ? 0 : runner.freeSlots()),
      wake: () => puller.wake(),
      handBack: (count) => void runner.handBackLast(count, (place) => place.queue === queue),
    });
  return {
    plan,
    types,
    pool,
    runner,
    puller,
    stallWatch,
    reload(definitions, modules) {
      types.clear();
      for (const { type } of definitions) if (type.pool === plan.pool) types.set(type.type, type);
      pool.reload(modules);
    },
  };
}

/** Looks for stalls every second, or more often for a watch that is less patient, until the returned function is called. */
export function watchForStalls(lines: readonly Line[], { askEveryMs }: StallPatience): () => void {
  const check = () => {
    for (const { stallWatch } of lines) void stallWatch.check();
  };
  const timer = setInterval(check, Math.min(askEveryMs, 1_000));
  return () => clearInterval(timer);
}

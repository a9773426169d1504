import { hostname } from "node:os";
import type { RunningSummary, WorkerHeartbeat, WorkerState } from "../../core/worker-heartbeat.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { removeHeartbeat, writeHeartbeat } from "../../jetstream/workers.ts";
import type { Line } from "./line.ts";
import type { HeldTask } from "./held-tasks.ts";

export interface Heartbeat {
  /** Says at once how the worker is: to be called when its state has changed. */
  beat(): void;
  /** Says no more, and takes the worker off the list. */
  stop(): Promise<void>;
}

/**
 * Says how a worker is, now, every `everyMs` milliseconds and after a reconnect.
 *
 * @param compose what there is to say at this moment
 */
export function startHeartbeat(
  connection: Connection,
  everyMs: number,
  compose: () => WorkerHeartbeat,
): Heartbeat {
  const beat = () => writeHeartbeat(connection, compose());
  const timer = setInterval(beat, everyMs);
  const stopListening = connection.onReconnect(beat);
  beat();
  return {
    beat,
    async stop() {
      clearInterval(timer);
      stopListening();
      await removeHeartbeat(connection, compose().id);
    },
  };
}

/** What a worker is, apart from what it does just now. */
export interface WorkerIdentity {
  readonly id: string;
  readonly longshoreVersion: string;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** How a worker is at this moment. */
export function describeWorker(
  identity: WorkerIdentity,
  lines: readonly Line[],
  state: WorkerState,
  problems: readonly string[],
): WorkerHeartbeat {
  const nowMs = Date.now();
  const held = lines.flatMap(({ runner }) => [...runner.held()]);
  const slots = lines.map(({ plan, pool, runner }) => ({
    pool: plan.pool,
    total: pool.size,
    free: Math.max(0, runner.freeSlots()),
  }));
  const { rss, heapUsed } = process.memoryUsage();
  return {
    version: 1,
    ...identity,
    host: hostname(),
    pid: process.pid,
    state,
    queues: lines.flatMap(({ plan }) => plan.queues),
    types: lines.flatMap(({ types }) => [...types.keys()]),
    slots,
    concurrency: slots.reduce((sum, { total }) => sum + total, 0),
    running: held.map((task) => summarise(task, nowMs)),
    runningCount: held.length,
    memory: { rss, heapUsed },
    problems,
  };
}

function summarise({ record }: HeldTask, nowMs: number): RunningSummary {
  const { project, id, type, attempt, startedAt = record.createdAt } = record;
  const ageMs = Math.max(0, nowMs - Date.parse(startedAt));
  return { project, taskId: id, type, attempt, startedAt, ageMs };
}

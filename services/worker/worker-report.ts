/** What a worker says of itself: to whoever lists workers, to health checks, and to NATS. */

import { hostname } from "node:os";
import type { RunningSummary, WorkerHeartbeat, WorkerState } from "../../core/worker-heartbeat.ts";
import type { MicroService } from "../../jetstream/micro-service.ts";
import type { HeldTask } from "./held-tasks.ts";
import type { Line } from "./line.ts";

/** What a worker is, apart from what it does just now. */
export interface WorkerIdentity {
  readonly id: string;
  readonly longshoreVersion: string;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** What a worker is at this moment. */
export interface WorkerCondition {
  readonly isConnected: boolean;
  readonly isStopping: boolean;
}

/** How a worker is at this moment, as its heartbeat tells it. */
export function describeWorker(
  identity: WorkerIdentity,
  lines: readonly Line[],
  condition: WorkerCondition,
): WorkerHeartbeat {
  const nowMs = Date.now();
  const held = lines.flatMap(({ runner }) => [...runner.held()]);
  const slots = lines.map(({ plan, pool, runner }) => {
    const children = pool.children();
    return {
      pool: plan.pool,
      total: pool.size,
      free: Math.max(0, runner.freeSlots()),
      ...(children !== undefined && { children }),
    };
  });
  const { rss, heapUsed } = process.memoryUsage();
  return {
    version: 1,
    ...identity,
    host: hostname(),
    pid: process.pid,
    state: stateOf(lines, condition),
    queues: lines.flatMap(({ plan }) => plan.queues),
    types: lines.flatMap(({ types }) => [...types.keys()]),
    slots,
    concurrency: slots.reduce((sum, { total }) => sum + total, 0),
    running: held.map((task) => summarise(task, nowMs)),
    runningCount: held.length,
    memory: { rss, heapUsed },
    problems: problemsOf(lines, condition),
  };
}

/** Why a worker does less than it should, as sentences; none when all is well. */
export function problemsOf(
  lines: readonly Line[],
  { isConnected }: Pick<WorkerCondition, "isConnected">,
): readonly string[] {
  return [
    ...(isConnected ? [] : ["not connected to NATS"]),
    ...lines.flatMap(({ pool, stallWatch }) => {
      const { stall } = stallWatch;
      if (stall === undefined) return pool.problems();
      const { waiting, queue } = stall;
      return [
        ...pool.problems(),
        `stalled: ${waiting} tasks wait in queue "${queue}", slots are free, and none comes`,
      ];
    }),
  ];
}

/** A worker as `nats micro ls` shows it. */
export function describeService(
  { id, longshoreVersion }: WorkerIdentity,
  lines: readonly Line[],
): MicroService {
  const queues = lines.flatMap(({ plan }) => plan.queues).join(",");
  return {
    name: "longshore-worker",
    id,
    version: longshoreVersion,
    description: "Runs tasks",
    metadata: { host: hostname(), pid: String(process.pid), queues },
  };
}

function stateOf(lines: readonly Line[], { isStopping }: WorkerCondition): WorkerState {
  if (isStopping) return "draining";
  return lines.some(({ stallWatch }) => stallWatch.stall !== undefined) ? "stalled" : "ready";
}

function summarise({ record }: HeldTask, nowMs: number): RunningSummary {
  const { project, id, type, attempt, startedAt = record.createdAt } = record;
  const ageMs = Math.max(0, nowMs - Date.parse(startedAt));
  return { project, taskId: id, type, attempt, startedAt, ageMs };
}

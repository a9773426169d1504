import type { Worker__Output } from "../proto/gen/longshore/v1/Worker.ts";
import { readKnownTime, readMs } from "./read-time.ts";

/** A task of one's own project that a worker runs. */
export interface RunningTask {
  readonly taskId: string;
  readonly type: string;
  readonly attempt: number;
  readonly startTime: Date;
  /** In milliseconds, when the worker last spoke. */
  readonly ageMs: number;
}

/** A worker, as it last spoke of itself. Sizes in bytes. */
export interface Worker {
  readonly workerId: string;
  readonly host: string;
  readonly pid: number;
  readonly longshoreVersion: string;
  readonly startTime: Date;
  /** When it last spoke, by the clock of the store. */
  readonly heartbeatTime: Date;
  readonly state: "READY" | "DRAINING" | "STALLED";
  readonly queues: readonly string[];
  readonly taskTypes: readonly string[];
  readonly pools: readonly { readonly pool: string; readonly size: number; readonly free: number }[];
  /** Those of one's own project, the oldest first. */
  readonly running: readonly RunningTask[];
  /** What it runs beside those. */
  readonly otherRunningCount: number;
  readonly memoryRssBytes: number;
  readonly memoryHeapUsedBytes: number;
  readonly problems: readonly string[];
}

/** What a worker made of a request to run another number of tasks at once. */
export interface Scaled {
  readonly pool: string;
  readonly concurrency: number;
  readonly previousConcurrency: number;
}

/** The worker that a message stands for. */
export function readWorker(worker: Worker__Output): Worker {
  const { state } = worker;
  return {
    workerId: worker.workerId,
    host: worker.host,
    pid: worker.pid,
    longshoreVersion: worker.longshoreVersion,
    startTime: readKnownTime(worker.startTime),
    heartbeatTime: readKnownTime(worker.heartbeatTime),
    // What a later server may know beside these says least as this one.
    state: state === "DRAINING" || state === "STALLED" ? state : "READY",
    queues: worker.queues,
    taskTypes: worker.taskTypes,
    pools: worker.pools,
    running: worker.running.map(({ taskId, type, attempt, startTime, age }) => ({
      taskId,
      type,
      attempt,
      startTime: readKnownTime(startTime),
      ageMs: readMs(age),
    })),
    otherRunningCount: worker.otherRunningCount,
    memoryRssBytes: Number(worker.memoryRssBytes),
    memoryHeapUsedBytes: Number(worker.memoryHeapUsedBytes),
    problems: worker.problems,
  };
}

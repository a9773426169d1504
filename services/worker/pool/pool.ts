import type { LogLine } from "../../../core/log-line.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { StopCause } from "../../../core/stop-request.ts";
import type { PoolChildren } from "../../../core/worker-heartbeat.ts";

/** One attempt, as a pool needs to know it. Durations in milliseconds. */
export interface Job {
  readonly taskId: string;
  readonly project: string;
  readonly type: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Any JSON value; base64 text when there is a content type. */
  readonly payload: unknown;
  readonly payloadContentType?: string;
  /** Instead of `payload`, where it is large: its JSON text, which is parsed where the handler runs. */
  readonly payloadText?: string;
  /** The largest result that is taken, in bytes of JSON. */
  readonly resultMaxBytes: number;
  readonly softLimitMs: number;
  readonly hardLimitMs: number;
  readonly cancelGraceMs: number;
  /** In bytes; kept by pools that run children. */
  readonly memoryLimitBytes: number;
  /** The `traceparent` of what is done within the attempt: its parent is the span that a monitor makes of it. */
  readonly traceparent: string;
}

/** Why a handler must stop; the reason of its `AbortSignal`. */
export type StopReason = StopCause | "SOFT_LIMIT" | "HARD_LIMIT" | "DRAINING" | "LEASE_LOST";

/** What a running handler says. */
export interface JobEvents {
  onProgress(progress: HandlerProgress): void;
  onLog(line: HandlerLogLine): void;
}

export interface HandlerProgress {
  readonly done: number;
  readonly total?: number;
  readonly message?: string;
}

/** A line as it leaves the handler: when it came, the worker says. */
export type HandlerLogLine = Omit<LogLine, "time">;

export interface RunningJob {
  /** Always resolves, however the attempt ends. */
  readonly outcome: Promise<AttemptOutcome>;
  /**
   * Asks the handler to stop; what does not stop within the job's grace is killed where the pool can kill. SOFT_LIMIT asks
   * only, HARD_LIMIT kills at once.
   */
  stop(reason: StopReason): void;
  /** Ends the handler at once where the pool can: the task is not this worker's any more. */
  kill(): void;
}

/** Where handlers run. */
export interface Pool {
  /** Resolves when at least one job can be run. Rejects when handlers cannot be loaded. */
  start(): Promise<void>;
  /** How many jobs may run at once. Changes with `resize` only. */
  readonly size: number;
  /** How many more could be run now. */
  freeSlots(): number;
  /** Calls back whenever a slot may have become free. */
  onFree(listener: () => void): void;
  /** To be called only while there is a free slot. */
  run(job: Job, events: JobEvents): RunningJob;
  /**
   * How many jobs may run at once from now on, at least 1. No running job is touched: a pool that shrinks lets slots go as
   * their jobs end.
   */
  resize(size: number): void;
  /**
   * The handlers have changed: jobs that begin from now on run the new ones, as soon as there is a process that has them;
   * running jobs end with those they began with.
   *
   * @param modules absolute paths of the task modules
   */
  reload(modules: readonly string[]): void;
  /** Ends all that still runs, at once. */
  stop(): Promise<void>;
  /** Why it runs less than it should; empty when all is well. */
  problems(): readonly string[];
  /** The child processes that it keeps; undefined where it keeps none. */
  children(): PoolChildren | undefined;
}

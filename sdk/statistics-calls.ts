import type { DurationStatistics__Output } from "../proto/gen/longshore/v1/DurationStatistics.ts";
import type { TaskCounts__Output } from "../proto/gen/longshore/v1/TaskCounts.ts";
import type { TaskStatistics__Output } from "../proto/gen/longshore/v1/TaskStatistics.ts";
import { msToDuration } from "../proto/time.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readMs } from "./read-time.ts";

/** What a duration was like, in seconds; the last three are upper bounds of buckets. */
export interface DurationStatistics {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** How many tasks within a window of time, and how long they took. */
export interface TaskCounts {
  readonly submitted: number;
  /** Attempts that began. */
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
  /** Attempts that failed and are to be made again. */
  readonly retried: number;
  /** From when an attempt could have started to its start; `null` when none started. */
  readonly wait: DurationStatistics | null;
  /** How long attempts ran; `null` when none ended. */
  readonly run: DurationStatistics | null;
  /** From the submission to the end; `null` when none ended. */
  readonly total: DurationStatistics | null;
}

/** What happened to the tasks of a project lately. */
export interface TaskStatistics {
  readonly windowMs: number;
  readonly all: TaskCounts;
  /** The type with the most attempts first. */
  readonly types: readonly (TaskCounts & { readonly type: string })[];
  /** How many tasks there are now in each state. */
  readonly states: Readonly<Record<string, number>>;
  /** How old the numbers may be. */
  readonly indexLagMs: number;
}

/** Numbers about tasks. */
export interface StatisticsCalls {
  /**
   * What happened to the tasks of the project in the last `windowMs` milliseconds, from a minute to a day (default: an hour). Rejects
   * with INDEX_UNAVAILABLE when there is no monitor.
   */
  getTaskStatistics(
    options?: CallOptions & { readonly windowMs?: number | undefined },
  ): Promise<TaskStatistics>;
}

/** How long such a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** The calls about numbers, over a channel. */
export function statisticsCalls({ tasks, metadata }: Channel): StatisticsCalls {
  return {
    async getTaskStatistics({ windowMs, signal } = {}) {
      const request = windowMs === undefined ? {} : { window: msToDuration(windowMs) };
      const { window, all, types, states, indexLag } = await call<TaskStatistics__Output>(
        (settings, done) => tasks.GetTaskStatistics(request, metadata(), settings, done),
        { timeoutMs: CALL_MS, signal },
      );
      return {
        windowMs: readMs(window),
        all: readCounts(all),
        types: types.map(({ type, counts }) => ({ type, ...readCounts(counts) })),
        states: { ...states },
        indexLagMs: readMs(indexLag),
      };
    },
  };
}

/** Should a server leave them out, nothing happened. */
function readCounts(counts: TaskCounts__Output | null): TaskCounts {
  return { ...NOTHING, ...counts };
}

const NOTHING: TaskCounts = {
  submitted: 0,
  started: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  expired: 0,
  retried: 0,
  wait: null,
  run: null,
  total: null,
} satisfies Record<keyof TaskCounts, number | DurationStatistics__Output | null>;

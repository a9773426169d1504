import type { WindowCounts } from "../../../../core/window-statistics.ts";
import type { WorkerState } from "../../../../core/worker-heartbeat.ts";
import type { StreamStatus } from "../../../../jetstream/store-status.ts";
import type { SeenWorker } from "../../../../jetstream/workers.ts";
import type { RunningTask, Situation } from "../../../../services/monitor/alerts/rule.ts";

/** What happened in a window: nothing but what is given. */
export function counts(changes: Partial<WindowCounts>): WindowCounts {
  return {
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
    ...changes,
  };
}

/** A worker that is well but for what is given. */
export function heartbeat({
  state = "ready",
  queues = ["default"],
  types = ["greet"],
  largestBytes = 1,
  limitBytes = 100,
}: {
  readonly state?: WorkerState;
  readonly queues?: readonly string[];
  readonly types?: readonly string[];
  readonly largestBytes?: number;
  readonly limitBytes?: number;
}): SeenWorker {
  return {
    seenAt: new Date(0),
    heartbeat: {
      version: 1,
      id: "w1",
      host: "h1",
      pid: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
      longshoreVersion: "0.0.0",
      state,
      queues,
      types,
      slots: [
        {
          pool: "prefork",
          total: 4,
          free: 4,
          children: { largestBytes, peakBytes: largestBytes, limitBytes, recycled: 0 },
        },
      ],
      concurrency: 4,
      running: [],
      runningCount: 0,
      memory: { rss: 1, heapUsed: 1 },
      problems: [],
    },
  };
}

/** A situation in which all is well but for what is given. */
export function situation({
  nowMs = Date.parse("2026-01-01T00:00:00Z"),
  all = counts({}),
  running = [],
  waiting = [],
  workers = [],
  streams = [],
  isConnected = true,
  lagMs = 0,
}: {
  readonly nowMs?: number;
  readonly all?: WindowCounts;
  readonly running?: readonly RunningTask[];
  readonly waiting?: Situation["waiting"];
  readonly workers?: readonly SeenWorker[];
  readonly streams?: readonly StreamStatus[];
  readonly isConnected?: boolean;
  readonly lagMs?: number;
}): Situation {
  return {
    nowMs,
    window: () => ({ all, types: [], minutes: [] }),
    running,
    waiting,
    surroundings: { workers, store: { streams, consumers: [], offline: [] }, atMs: nowMs },
    isConnected,
    lagMs,
  };
}

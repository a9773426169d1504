import type { AlertRule, MeasureName, Reading, Situation } from "./rule.ts";

/** Carries out one kind of measurement. */
type Measure = (situation: Situation, rule: AlertRule) => readonly Reading[];

/** What each measure is. Pure: the time is in the situation. */
export const MEASURES: Readonly<Record<MeasureName, Measure>> = {
  /** Of the tasks that ended with a result or an error within the window: the share that failed, in all. */
  failure_ratio: ({ window }, { windowMs, minimum }) => {
    const { succeeded, failed } = window(windowMs).all;
    const ended = succeeded + failed;
    return ended < minimum ? [] : one(ended === 0 ? 0 : failed / ended);
  },

  /** How long each running task has run: only the ten that have run longest, so that one fault is not a hundred alerts. */
  running_seconds: ({ running, nowMs }) =>
    running.slice(0, 10).map(({ project, taskId, type, startedMs }) => ({
      labels: { project, type, task_id: taskId },
      value: (nowMs - startedMs) / 1_000,
    })),

  /** How much of its limit the handler process takes that takes most, by worker. */
  handler_memory_ratio: ({ surroundings }) =>
    surroundings.workers.flatMap(({ heartbeat }) => {
      const shares = heartbeat.slots.flatMap(({ children }) =>
        children === undefined || children.limitBytes === 0
          ? []
          : [children.largestBytes / children.limitBytes],
      );
      return shares.length === 0 ? [] : [{ labels: { worker: heartbeat.id }, value: Math.max(...shares) }];
    }),

  /** How many tasks wait in a queue that no worker takes tasks from. */
  queue_without_worker: ({ waiting, surroundings }) => {
    const served = new Set(working(surroundings).flatMap(({ heartbeat }) => heartbeat.queues));
    return sumBy(waiting, "queue").filter(({ labels }) => !served.has(labels["queue"] ?? ""));
  },

  /** How many tasks wait of a type that no worker has. */
  type_without_worker: ({ waiting, surroundings }) => {
    const workers = working(surroundings);
    const known = new Set(workers.flatMap(({ heartbeat }) => heartbeat.types));
    return sumBy(waiting, "type").filter(({ labels }) => !known.has(labels["type"] ?? ""));
  },

  /** How long the task has waited that has waited longest, by queue. */
  oldest_waiting_seconds: ({ waiting, nowMs }) =>
    [...Map.groupBy(waiting, ({ queue }) => queue)].map(([queue, some]) => ({
      labels: { queue },
      value: (nowMs - Math.min(...some.map(({ sinceMs }) => sinceMs))) / 1_000,
    })),

  /** Attempts that failed and are to be made again, for each that succeeded. */
  retries: ({ window }, { windowMs, minimum }) => {
    const { retried, succeeded } = window(windowMs).all;
    return retried < minimum ? [] : one(retried / Math.max(1, succeeded));
  },

  /** 1 for each worker that has free slots and gets none of the tasks that wait. */
  stalled_worker: ({ surroundings }) =>
    surroundings.workers
      .filter(({ heartbeat }) => heartbeat.state === "stalled")
      .map(({ heartbeat }) => ({ labels: { worker: heartbeat.id }, value: 1 })),

  /** Tasks that ended with an error within the window. */
  new_dead_letters: ({ window }, { windowMs }) => one(window(windowMs).all.failed),

  monitor_lag_seconds: ({ lagMs }) => one(lagMs / 1_000),

  /** How much of what it may take each stream takes. */
  stream_fill_ratio: ({ surroundings }) =>
    surroundings.store.streams.flatMap(({ name, bytes, maxBytes }) =>
      maxBytes === undefined ? [] : [{ labels: { stream: name }, value: bytes / maxBytes }],
    ),

  /** 1 while NATS cannot be reached, and for each node of a cluster that the others cannot reach. */
  nats_down: ({ isConnected, surroundings }) => [
    ...(isConnected ? [] : [{ labels: { node: "all" }, value: 1 }]),
    ...surroundings.store.offline.map((node) => ({ labels: { node }, value: 1 })),
  ],
};

function one(value: number): readonly Reading[] {
  return [{ labels: {}, value }];
}

function working({ workers }: Situation["surroundings"]) {
  return workers.filter(({ heartbeat }) => heartbeat.state !== "draining");
}

function sumBy(waiting: Situation["waiting"], label: "queue" | "type"): readonly Reading[] {
  return [...Map.groupBy(waiting, (each) => each[label])].map(([name, some]) => ({
    labels: { [label]: name },
    value: some.reduce((sum, each) => sum + each.waiting, 0),
  }));
}

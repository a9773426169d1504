import type { PoolChildren, WorkerState } from "../../../core/worker-heartbeat.ts";
import { WORKER_STATES } from "../../../core/worker-heartbeat.ts";
import type { SeenWorker } from "../../../jetstream/workers.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Family, Point } from "./family.ts";

/** Workers, slots, streams and consumers as gauges. */
export function surroundingsFamilies({ workers, store }: Surroundings): readonly Family[] {
  const slots = sumSlots(workers);
  return [
    gauge(
      "longshore_workers",
      "Workers that have spoken within the last minute, by state; a stalled one has free slots, and gets no task of those that wait.",
      WORKER_STATES.map((state) => ({ labels: { state }, value: inState(workers, state) })),
    ),
    gauge("longshore_worker_slots", "Tasks that workers can run at once, by pool, free or busy.", slots),
    gauge(
      "longshore_queue_workers",
      "Workers that take tasks from a queue.",
      countBy(
        workers
          .filter(({ heartbeat }) => heartbeat.state !== "draining")
          .flatMap(({ heartbeat }) => heartbeat.queues),
        "queue",
      ),
    ),
    gauge(
      "longshore_worker_memory_bytes",
      "What the processes of the workers take, without those of their handlers.",
      workers.map(({ heartbeat: { id, memory } }) => ({ labels: { worker: id }, value: memory.rss })),
    ),
    gauge(
      "longshore_handler_memory_bytes",
      "What the handler process takes that takes most, by worker and pool.",
      ofChildren(workers, ({ largestBytes }) => largestBytes),
    ),
    gauge(
      "longshore_handler_memory_peak_bytes",
      "The most that a handler process has taken since its worker started.",
      ofChildren(workers, ({ peakBytes }) => peakBytes),
    ),
    gauge(
      "longshore_handler_memory_limit_bytes",
      "What a handler process may take before it is replaced.",
      ofChildren(workers, ({ limitBytes }) => limitBytes),
    ),
    {
      kind: "counter",
      name: "longshore_handler_processes_recycled",
      help: "Handler processes that have been replaced since their worker started.",
      points: ofChildren(workers, ({ recycled }) => recycled),
    },
    gauge(
      "longshore_stream_bytes",
      "How much each stream of the store takes.",
      store.streams.map(({ name, bytes }) => ({ labels: { stream: name }, value: bytes })),
    ),
    gauge(
      "longshore_stream_max_bytes",
      "How much each stream may take; those that have no limit of their own are left out.",
      store.streams.flatMap(({ name, maxBytes }) =>
        maxBytes === undefined ? [] : [{ labels: { stream: name }, value: maxBytes }],
      ),
    ),
    gauge(
      "longshore_stream_messages",
      "How many messages each stream holds.",
      store.streams.map(({ name, messages }) => ({ labels: { stream: name }, value: messages })),
    ),
    gauge(
      "longshore_consumer_pending_messages",
      "Tasks in line that no worker holds, by queue and priority.",
      store.consumers.map(({ name, queue, pending }) => ({
        labels: { queue, consumer: name },
        value: pending,
      })),
    ),
    gauge(
      "longshore_consumer_held_messages",
      "Tasks that workers hold, by queue and priority.",
      store.consumers.map(({ name, queue, held }) => ({ labels: { queue, consumer: name }, value: held })),
    ),
  ];
}

function inState(workers: readonly SeenWorker[], state: WorkerState): number {
  return workers.filter(({ heartbeat }) => heartbeat.state === state).length;
}

function sumSlots(workers: readonly SeenWorker[]): readonly Point[] {
  const sums = new Map<string, { free: number; busy: number }>();
  for (const { heartbeat } of workers) {
    for (const { pool, total, free } of heartbeat.slots) {
      const sum = sums.get(pool) ?? { free: 0, busy: 0 };
      sums.set(pool, { free: sum.free + free, busy: sum.busy + total - free });
    }
  }
  return [...sums].flatMap(([pool, { free, busy }]) => [
    { labels: { pool, state: "free" }, value: free },
    { labels: { pool, state: "busy" }, value: busy },
  ]);
}

function ofChildren(
  workers: readonly SeenWorker[],
  read: (children: PoolChildren) => number,
): readonly Point[] {
  return workers.flatMap(({ heartbeat: { id, slots } }) =>
    slots.flatMap(({ pool, children }) =>
      children === undefined ? [] : [{ labels: { worker: id, pool }, value: read(children) }],
    ),
  );
}

function countBy(names: readonly string[], label: string): readonly Point[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));
}

function gauge(name: string, help: string, points: readonly Point[]): Family {
  return { kind: "gauge", name, help, points };
}

import { LongshoreError } from "../../core/error.ts";
import { isPausedAt, type QueueSettings } from "../../core/queue-settings.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { oldestWaiting, readQueueDepth } from "../../jetstream/queue-depth.ts";
import { readWorkers, type SeenWorker } from "../../jetstream/workers.ts";
import type { Queue } from "../../proto/gen/longshore/v1/Queue.ts";
import { PRIORITY_TO_PROTO } from "../../proto/priority.ts";
import { msToTimestamp } from "../../proto/time.ts";
import type { Deps } from "./deps.ts";
import { timestamp } from "./event-view.ts";
import { storeError } from "./store-error.ts";
import { nearestNames, type TaskTypes } from "./task-types.ts";

/** What shows queues. */
export type QueueViewDeps = Pick<Deps, "connection" | "queueSettings" | "types" | "storeClock">;

/** Does nothing for a queue that a type uses, or that has consumers from earlier. Throws QUEUE_NOT_FOUND. */
export function checkQueue(queue: string, types: TaskTypes): void {
  const known = types.everyQueue();
  if (known.includes(queue)) return;
  throw new LongshoreError("QUEUE_NOT_FOUND", { queue, known: nearestNames(queue, known, "there is none") });
}

/** The workers that take tasks, as they last spoke. Throws BROKER_UNAVAILABLE. */
export async function readServing(connection: Connection): Promise<readonly SeenWorker[]> {
  const read = await readWorkers(connection);
  if (!read.ok) throw storeError({ kind: "unknown", problem: read.problem });
  return read.workers.filter(({ heartbeat }) => heartbeat.state !== "draining");
}

/** A queue as it is now, with these settings. Throws BROKER_UNAVAILABLE. */
export async function describeQueue(
  queue: string,
  settings: QueueSettings | undefined,
  serving: readonly SeenWorker[],
  { connection, storeClock }: QueueViewDeps,
): Promise<Queue> {
  const [depth, oldest] = await orUnavailable(() =>
    Promise.all([readQueueDepth(connection, queue), oldestWaiting(connection, queue)]),
  );
  const { waiting, running } = depth;
  return {
    queue,
    ...pauseToProto(settings, storeClock.nowMs()),
    ...limitsToProto(settings),
    depth: { high: waiting.high, normal: waiting.normal, low: waiting.low },
    running,
    oldestWaitingTime: oldest === undefined ? null : msToTimestamp(oldest.getTime()),
    workers: serving.flatMap(({ heartbeat }) => (heartbeat.queues.includes(queue) ? [heartbeat.id] : [])),
  };
}

/** What a call to the store gives. Throws BROKER_UNAVAILABLE when it rejects. */
export async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new LongshoreError("BROKER_UNAVAILABLE", { problem }, { cause: error });
  }
}

function pauseToProto(settings: QueueSettings | undefined, nowMs: number): Queue {
  if (settings === undefined || !isPausedAt(settings, nowMs)) return { paused: false };
  const { pausedUntil, pausedBy = "", pauseReason = "" } = settings;
  return {
    paused: true,
    pauseUntil: pausedUntil === undefined ? null : timestamp(pausedUntil),
    pausedBy,
    pauseReason,
  };
}

function limitsToProto(settings: QueueSettings | undefined): Queue {
  const { maxRunning = 0, rateLimit, defaultPriority, maxDepth = 0 } = settings ?? {};
  return {
    maxRunning,
    rateLimit: rateLimit ?? null,
    defaultPriority:
      defaultPriority === undefined ? "PRIORITY_UNSPECIFIED" : PRIORITY_TO_PROTO[defaultPriority],
    maxDepth,
  };
}

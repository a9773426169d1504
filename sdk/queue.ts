import type { Queue__Output } from "../proto/gen/longshore/v1/Queue.ts";
import type { UpdateQueueRequest } from "../proto/gen/longshore/v1/UpdateQueueRequest.ts";
import { PRIORITY_TO_PROTO, priorityFromProto } from "../proto/priority.ts";
import { readTime } from "./read-time.ts";

export type QueuePriority = "high" | "normal" | "low";

/** How fast tasks may be started, over all workers. */
export interface QueueRate {
  readonly perSecond: number;
  /** How many may start at once after a pause. */
  readonly burst: number;
}

/** A queue, as it is now. Settings that are absent are not set. Queues belong to the installation: they count tasks of all projects. */
export interface Queue {
  readonly queue: string;
  readonly paused: boolean;
  /** When it goes on by itself. */
  readonly pauseUntil?: Date;
  /** The id of the API key that paused it. */
  readonly pausedBy?: string;
  readonly pauseReason?: string;
  /** How many tasks may run at once, over all workers. */
  readonly maxRunning?: number;
  readonly rateLimit?: QueueRate;
  /** The priority of tasks that name none, before that of their type. */
  readonly defaultPriority?: QueuePriority;
  /** How many tasks may wait before more are refused with QUEUE_FULL. */
  readonly maxDepth?: number;
  /** Tasks that wait in line, by priority. */
  readonly depth: Readonly<Record<QueuePriority, number>>;
  readonly running: number;
  /** Since when the task that is next in line has waited. */
  readonly oldestWaitingTime?: Date;
  /** The workers that take tasks from it, by id. */
  readonly workers: readonly string[];
}

/** Settings of a queue to change: null takes one away, what is absent stays as it is. */
export interface QueueChanges {
  readonly maxRunning?: number | null | undefined;
  readonly rateLimit?: { readonly perSecond: number; readonly burst?: number | undefined } | null | undefined;
  readonly defaultPriority?: QueuePriority | null | undefined;
  readonly maxDepth?: number | null | undefined;
}

/** The request that stands for changes. */
export function writeQueueChanges(queue: string, changes: QueueChanges): UpdateQueueRequest {
  const { maxRunning, rateLimit, defaultPriority, maxDepth } = changes;
  return {
    queue,
    ...(maxRunning !== undefined && { maxRunning: maxRunning ?? 0 }),
    ...(rateLimit !== undefined && {
      rateLimit: rateLimit === null ? { perSecond: 0 } : writeRate(rateLimit),
    }),
    ...(defaultPriority !== undefined && {
      defaultPriority:
        defaultPriority === null ? ("PRIORITY_UNSPECIFIED" as const) : PRIORITY_TO_PROTO[defaultPriority],
    }),
    ...(maxDepth !== undefined && { maxDepth: maxDepth ?? 0 }),
  };
}

function writeRate({ perSecond, burst = 1 }: { perSecond: number; burst?: number | undefined }) {
  return { perSecond, burst };
}

/** The queue that a message stands for. */
export function readQueue(queue: Queue__Output): Queue {
  const pauseUntil = readTime(queue.pauseUntil);
  const oldest = readTime(queue.oldestWaitingTime);
  const priority = priorityFromProto(queue.defaultPriority);
  const maxDepth = Number(queue.maxDepth);
  return {
    queue: queue.queue,
    paused: queue.paused,
    ...(pauseUntil !== undefined && { pauseUntil }),
    ...(queue.pausedBy !== "" && { pausedBy: queue.pausedBy }),
    ...(queue.pauseReason !== "" && { pauseReason: queue.pauseReason }),
    ...(queue.maxRunning > 0 && { maxRunning: queue.maxRunning }),
    ...(queue.rateLimit !== null && {
      rateLimit: { perSecond: queue.rateLimit.perSecond, burst: queue.rateLimit.burst },
    }),
    ...(priority !== undefined && { defaultPriority: priority }),
    ...(maxDepth > 0 && { maxDepth }),
    depth: {
      high: Number(queue.depth?.high ?? 0),
      normal: Number(queue.depth?.normal ?? 0),
      low: Number(queue.depth?.low ?? 0),
    },
    running: Number(queue.running),
    ...(oldest !== undefined && { oldestWaitingTime: oldest }),
    workers: queue.workers,
  };
}

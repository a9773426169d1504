import type { BulkResult__Output } from "../proto/gen/longshore/v1/BulkResult.ts";
import type { ListQueuesResponse__Output } from "../proto/gen/longshore/v1/ListQueuesResponse.ts";
import type { Queue__Output } from "../proto/gen/longshore/v1/Queue.ts";
import { msToTimestamp } from "../proto/time.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { type BulkChange, type BulkOptions, readChange } from "./list-calls.ts";
import { type Queue, type QueueChanges, readQueue, writeQueueChanges } from "./queue.ts";

export interface PauseOptions extends CallOptions {
  /** When it goes on by itself. Default: when it is resumed. */
  readonly until?: Date | undefined;
  /** Why, for others. */
  readonly reason?: string | undefined;
}

export interface PurgeOptions extends BulkOptions {
  /** Why, for the timelines. */
  readonly reason?: string | undefined;
  /** Tasks that are due later as well. Default: only those in line. */
  readonly includeDelayed?: boolean | undefined;
}

/** Shows and steers queues. A change holds for all workers within 2 seconds, and for the tasks of all projects. */
export interface QueueCalls {
  /** All queues, by name. */
  listQueues(options?: CallOptions): Promise<readonly Queue[]>;
  getQueue(queue: string, options?: CallOptions): Promise<Queue>;
  /** Its tasks are accepted and wait; what runs goes on. */
  pauseQueue(queue: string, options?: PauseOptions): Promise<Queue>;
  resumeQueue(queue: string, options?: CallOptions): Promise<Queue>;
  /** Changes the settings that are named, and no others. */
  updateQueue(queue: string, changes: QueueChanges, options?: CallOptions): Promise<Queue>;
  /** Cancels the tasks of one's own project that wait in a queue, with the reason QUEUE_PURGED; what runs goes on. */
  purgeQueue(queue: string, options?: PurgeOptions): Promise<BulkChange>;
}

/** How long such a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** The calls about queues, over a channel. */
export function queueCalls({ queues, metadata }: Channel): QueueCalls {
  const settings = ({ signal }: CallOptions = {}) => ({ timeoutMs: CALL_MS, signal });
  return {
    async listQueues(options) {
      const answer = await call<ListQueuesResponse__Output>(
        (grpc, done) => queues.ListQueues({}, metadata(), grpc, done),
        settings(options),
      );
      return answer.queues.map(readQueue);
    },
    async getQueue(queue, options) {
      const answer = await call<Queue__Output>(
        (grpc, done) => queues.GetQueue({ queue }, metadata(), grpc, done),
        settings(options),
      );
      return readQueue(answer);
    },
    async pauseQueue(queue, options = {}) {
      const { until, reason = "" } = options;
      const request = { queue, reason, until: until === undefined ? null : msToTimestamp(until.getTime()) };
      const answer = await call<Queue__Output>(
        (grpc, done) => queues.PauseQueue(request, metadata(), grpc, done),
        settings(options),
      );
      return readQueue(answer);
    },
    async resumeQueue(queue, options) {
      const answer = await call<Queue__Output>(
        (grpc, done) => queues.ResumeQueue({ queue }, metadata(), grpc, done),
        settings(options),
      );
      return readQueue(answer);
    },
    async purgeQueue(queue, { signal, ...options } = {}) {
      const { dryRun = false, limit = 0, pageToken = "", reason = "", includeDelayed = false } = options;
      const request = { queue, dryRun, limit, pageToken, reason, includeDelayed };
      return readChange(
        await call<BulkResult__Output>(
          (grpc, done) => queues.PurgeQueue(request, metadata(), grpc, done),
          settings({ signal }),
        ),
      );
    },
    async updateQueue(queue, changes, options) {
      const request = writeQueueChanges(queue, changes);
      const answer = await call<Queue__Output>(
        (grpc, done) => queues.UpdateQueue(request, metadata(), grpc, done),
        settings(options),
      );
      return readQueue(answer);
    },
  };
}

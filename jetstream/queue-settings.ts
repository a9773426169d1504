import { Kvm } from "@nats-io/kv";
import { BUCKETS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { watchBucket } from "./watched-bucket.ts";

/** What holds for one queue, for all workers, from the moment it is written. */
export interface QueueSettings {
  /** The form of this entry; a reader leaves a form that it does not know alone. */
  readonly version: 1;
  /** Tasks are taken in and wait; no worker pulls them. What runs goes on. */
  readonly paused: boolean;
}

/** The settings of all queues, held in memory and kept up to date. */
export interface WatchedQueueSettings {
  /** False for a queue that has no settings. */
  isPaused(queue: string): boolean;
  stop(): void;
}

/**
 * Reads the settings of all queues before it resolves, and follows every later change. Rejects when the bucket is not there.
 *
 * @param onChange told after every change, with the name of the queue
 * @param onUnreadable told of an entry that cannot be read; it counts as if it were not there
 */
export async function watchQueueSettings(
  connection: Connection,
  onChange: (queue: string) => void,
  onUnreadable: (queue: string) => void,
): Promise<WatchedQueueSettings> {
  const bucket = await watchBucket<QueueSettings>(connection, BUCKETS.queues, (text, queue) => {
    const settings = parseQueueSettings(text);
    if (settings === undefined) onUnreadable(queue);
    return settings;
  });
  const stopListening = bucket.onChange(onChange);
  return {
    isPaused: (queue) => bucket.get(queue)?.paused === true,
    stop() {
      stopListening();
      bucket.stop();
    },
  };
}

/** The settings of one queue as they are stored now; undefined when there are none. Rejects when NATS does not answer. */
export async function readQueueSettings(
  connection: Connection,
  queue: string,
): Promise<QueueSettings | undefined> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.queues);
  const entry = await kv.get(queue);
  return entry?.operation === "PUT" ? parseQueueSettings(entry.string()) : undefined;
}

/** Stores the settings of one queue. Resolves once they are stored; workers follow within milliseconds. */
export async function writeQueueSettings(
  connection: Connection,
  queue: string,
  settings: QueueSettings,
): Promise<void> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.queues);
  await kv.put(queue, JSON.stringify(settings));
}

/** Reads an entry of the bucket; undefined when it is none of ours, or of a later version. */
function parseQueueSettings(text: string): QueueSettings | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof QueueSettings, unknown>> | null;
    return value?.version === 1 && typeof value.paused === "boolean" ? (value as QueueSettings) : undefined;
  } catch {
    return undefined;
  }
}

import { Kvm } from "@nats-io/kv";
import { messageOf } from "../core/message-of.ts";
import { NO_SETTINGS, parseQueueSettings, type QueueSettings } from "../core/queue-settings.ts";
import { BUCKETS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { watchBucket } from "./watched-bucket.ts";

/** The settings of all queues, held in memory and kept up to date. */
export interface WatchedQueueSettings {
  /** Undefined for a queue that has no settings. */
  get(queue: string): QueueSettings | undefined;
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
    get: (queue) => bucket.get(queue),
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

/** How often a change is made anew when somebody else changes the same queue in between. */
const TRIES = 20;

/**
 * Changes the settings of one queue by compare-and-set: what somebody else changes at the same time is kept. Resolves with
 * what is stored then; workers follow within milliseconds. Rejects when NATS does not answer, or when others kept changing it.
 *
 * @param change what they become; it may be asked several times. An entry that cannot be read is replaced.
 */
export async function changeQueueSettings(
  connection: Connection,
  queue: string,
  change: (before: QueueSettings) => QueueSettings,
): Promise<QueueSettings> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.queues);
  for (let i = 0; ; i++) {
    const entry = await kv.get(queue);
    const stored = entry?.operation === "PUT" ? parseQueueSettings(entry.string()) : undefined;
    const after = change(stored ?? NO_SETTINGS);
    try {
      await kv.put(queue, JSON.stringify(after), { previousSeq: entry?.revision ?? 0 });
      return after;
    } catch (error) {
      if (i >= TRIES || !/wrong last sequence/.test(messageOf(error))) throw error;
    }
  }
}

import { type ConsumerInfo, JetStreamApiError } from "@nats-io/jetstream";
import { durableName, queueFilter, STREAMS } from "../core/subject.ts";
import type { Priority } from "../core/task.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";
import type { StoredMessage } from "./direct-get.ts";

/** nats-server's code for "no such consumer". */
const CONSUMER_NOT_FOUND = 10014;

/** So many are read in one go. */
const MESSAGES = 100;
const BYTES = 4 * 1024 ** 2;

/**
 * Finds messages of one level of a queue that its consumer will never hand out again, because it has handed them out as often
 * as it may: they lie at or below its ack floor, which nothing that is on lease or still to be delivered does, or, while
 * nothing is on lease, below what was delivered last. At most 100. Empty when the queue has no consumers. Rejects when
 * JetStream does not answer.
 */
export async function findUsedUp(
  connection: Connection,
  queue: string,
  priority: Priority,
): Promise<readonly StoredMessage[]> {
  const info = await readConsumer(connection, durableName(queue, priority));
  const last = info === undefined ? 0 : lastSettled(info);
  if (last === 0) return [];
  const filter = queueFilter(queue, priority);
  const batch = await getBatch(connection, STREAMS.tasks, {
    filter,
    fromSequence: 1,
    messages: MESSAGES,
    bytes: BYTES,
  });
  if (!batch.ok) throw new Error(batch.problem);
  return batch.messages.filter(({ sequence }) => sequence <= last);
}

/** The sequence up to which every message has been acknowledged or given up by the consumer; 0: none. */
function lastSettled({ ack_floor, delivered, num_ack_pending }: ConsumerInfo): number {
  return num_ack_pending === 0 ? delivered.stream_seq : ack_floor.stream_seq;
}

async function readConsumer(connection: Connection, name: string): Promise<ConsumerInfo | undefined> {
  try {
    return await connection.jsm.consumers.info(STREAMS.tasks, name);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return undefined;
    throw error;
  }
}

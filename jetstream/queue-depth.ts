import { durableName, queueFilter, STREAMS } from "../core/subject.ts";
import { PRIORITIES, type Priority } from "../core/task.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";

/** How many tasks of one queue wait, and how many workers hold. */
export interface QueueDepth {
  /** Waiting in line that no worker holds. */
  readonly waiting: Readonly<Record<Priority, number>>;
  /** Handed out and not acknowledged. */
  readonly running: number;
}

/**
 * How many tasks of a queue wait and run. One request a priority: not for a hot path. Rejects when JetStream does not answer,
 * or when the queue has no consumers.
 */
export async function readQueueDepth(connection: Connection, queue: string): Promise<QueueDepth> {
  const infos = await Promise.all(
    PRIORITIES.map((priority) => connection.jsm.consumers.info(STREAMS.tasks, durableName(queue, priority))),
  );
  const [high = 0, normal = 0, low = 0] = infos.map(({ num_pending }) => num_pending);
  return {
    waiting: { high, normal, low },
    running: infos.reduce((sum, { num_ack_pending }) => sum + num_ack_pending, 0),
  };
}

/** How many tasks of a queue wait that no worker holds, over all priorities. As `readQueueDepth`. */
export async function countWaiting(connection: Connection, queue: string): Promise<number> {
  const { waiting } = await readQueueDepth(connection, queue);
  return waiting.high + waiting.normal + waiting.low;
}

/**
 * Since when the task has waited that is next in line, over all priorities, by the clock of the store; undefined when none
 * waits. Rejects when JetStream does not answer.
 */
export async function oldestWaiting(connection: Connection, queue: string): Promise<Date | undefined> {
  const times = await Promise.all(PRIORITIES.map((priority) => nextInLine(connection, queue, priority)));
  const known = times.flatMap((time) => (time === undefined ? [] : [time.getTime()]));
  return known.length === 0 ? undefined : new Date(Math.min(...known));
}

/** Those that workers hold are messages too: the next one comes after what has been handed out. */
async function nextInLine(
  connection: Connection,
  queue: string,
  priority: Priority,
): Promise<Date | undefined> {
  const info = await connection.jsm.consumers.info(STREAMS.tasks, durableName(queue, priority));
  if (info.num_pending === 0) return undefined;
  const batch = await getBatch(connection, STREAMS.tasks, {
    filter: queueFilter(queue, priority),
    fromSequence: info.delivered.stream_seq + 1,
    messages: 1,
    bytes: 1,
  });
  if (!batch.ok) throw new Error(batch.problem);
  const [message] = batch.messages;
  return message === undefined ? undefined : new Date(message.header("Nats-Time-Stamp"));
}

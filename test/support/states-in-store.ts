import { HEADERS, parseDelayedSubject, STREAMS } from "../../core/subject.ts";
import type { TaskState } from "../../core/task.ts";
import { getBatch } from "../../jetstream/batch-get.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { readStored } from "../../jetstream/records.ts";

export type StateCounts = Partial<Record<TaskState, number>>;

/** How many tasks are in each state by the streams themselves: every record, and every message that waits without one. */
export async function statesInStore(connection: Connection): Promise<StateCounts> {
  const states = new Map<string, TaskState>();
  for await (const message of everyMessage(connection, STREAMS.tasks)) {
    if (Number(message.header(HEADERS.recordSequence)) !== 0) continue;
    const isDelayed = parseDelayedSubject(message.subject) !== undefined;
    states.set(taskOf(message.subject), isDelayed ? "SCHEDULED" : "QUEUED");
  }
  // A task that has started keeps its message until it ends: the record is what counts.
  for await (const message of everyMessage(connection, STREAMS.events)) {
    const read = readStored(message);
    if (read.ok && read.stored !== undefined) states.set(taskOf(message.subject), read.stored.record.state);
  }
  const counts: StateCounts = {};
  for (const state of states.values()) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

const taskOf = (subject: string) => subject.split(".").slice(-2).join(".");

async function* everyMessage(connection: Connection, stream: string) {
  for (let fromSequence = 1; ; ) {
    const read = await getBatch(connection, stream, {
      filter: ">",
      fromSequence,
      messages: 1_000,
      bytes: 4 * 1024 ** 2,
    });
    if (!read.ok) throw new Error(read.problem);
    yield* read.messages;
    const last = read.messages.at(-1);
    if (last === undefined || last.pending === 0) return;
    fromSequence = last.sequence + 1;
  }
}

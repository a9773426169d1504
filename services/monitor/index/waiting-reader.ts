import { HEADERS, parseDelayedSubject, STREAMS } from "../../../core/subject.ts";
import { asQueued } from "../../../core/task.ts";
import { type BatchMessage, getBatch } from "../../../jetstream/batch-get.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { readStored, type StoredRecord } from "../../../jetstream/records.ts";

/** How much is read at a time. */
const MESSAGES = 500;
const BYTES = 2 * 1024 ** 2;

/** What was found of the tasks that wait, from some sequence on. */
export type WaitingRead =
  | {
      readonly ok: true;
      readonly records: readonly StoredRecord[];
      /** The sequence of the last message that was looked at. */
      readonly position: number;
      /** How many messages came after it when it was read. */
      readonly behind: number;
    }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads the tasks that wait and have no record, after a sequence of TASKS, by direct gets: no consumer, so nothing that workers would
 * notice. A task that comes and goes between two looks is known from its record. Never rejects.
 */
export async function readWaiting(connection: Connection, after: number): Promise<WaitingRead> {
  const request = { filter: ">", fromSequence: after + 1, messages: MESSAGES, bytes: BYTES };
  const batch = await getBatch(connection, STREAMS.tasks, request);
  if (!batch.ok) return batch;
  const last = batch.messages.at(-1);
  return {
    ok: true,
    records: batch.messages.flatMap(toRecord),
    position: last?.sequence ?? after,
    behind: last?.pending ?? 0,
  };
}

function toRecord(message: BatchMessage): StoredRecord[] {
  // A message that starts from a record is known with its record.
  if (Number(message.header(HEADERS.recordSequence)) !== 0) return [];
  const read = readStored(message);
  if (!read.ok || read.stored === undefined) return [];
  const { record } = read.stored;
  const isDelayed = parseDelayedSubject(message.subject) !== undefined;
  return [{ record: isDelayed ? record : asQueued(record), sequence: 0 }];
}

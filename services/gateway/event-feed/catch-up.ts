import { sequencesOf } from "../../../core/event-sequence.ts";
import { projectFilters, STREAMS } from "../../../core/subject.ts";
import { getBatch } from "../../../jetstream/batch-get.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { readStored } from "../../../jetstream/records.ts";
import { readPatiently } from "../patient-read.ts";
import { FeedEntry } from "./feed-entry.ts";
import { Turns } from "./turns.ts";

/** How much is read at a time: so much is parsed without a pause for other calls, and held for a reader that takes its time. */
const BATCH_MESSAGES = 256;
const BATCH_BYTES = 128 * 1024;

/** How many readers read at once, so that what they hold is bounded; the others wait for their turn. */
const turns = new Turns(2);

/** Records of a project in the order of their sequences, and whether there were no more. */
export interface Some {
  readonly entries: readonly FeedEntry[];
  readonly isAll: boolean;
}

/**
 * Reads the next records of a project. While NATS is away it waits. Rejects with the signal's reason when that aborts. A record
 * that cannot be read is passed over.
 */
export function readSome(
  connection: Connection,
  project: string,
  fromSequence: number,
  signal: AbortSignal,
): Promise<Some> {
  const request = {
    filter: projectFilters(project).events,
    fromSequence,
    messages: BATCH_MESSAGES,
    bytes: BATCH_BYTES,
  };
  return turns.take(async () => {
    signal.throwIfAborted();
    const { messages } = await readPatiently(
      () => getBatch(connection, STREAMS.events, request),
      Number.POSITIVE_INFINITY,
      signal,
    );
    const entries = messages.flatMap((message) => {
      const read = readStored(message);
      if (!read.ok || read.stored === undefined) return [];
      const { record, sequence } = read.stored;
      const stored = sequencesOf(record.timeline, sequence);
      return [new FeedEntry(record, { sequence, stored, isNewest: false, timeMs: 0 })];
    });
    return { entries, isAll: (messages.at(-1)?.pending ?? 0) === 0 };
  });
}

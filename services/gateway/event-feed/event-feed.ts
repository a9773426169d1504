import type { FeedPosition } from "../../../core/event-feed/position.ts";
import { FeedReader } from "../../../core/event-feed/reader.ts";
import { sequencesOf } from "../../../core/event-sequence.ts";
import { STREAMS } from "../../../core/subject.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { type EventPlace, type Following, followEvents } from "../../../jetstream/event-follower.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import type { Log } from "../../../runtime/log.ts";
import { type Attached, AttachedWatchers } from "./attached-watchers.ts";
import { LiveEntry } from "./feed-entry.ts";
import { Ring } from "./ring.ts";

/** How much of the newest is kept for those who were away for a moment, in bytes. */
const RING_BYTES = 16 * 1024 ** 2;

/** Every event of all projects, live, followed once for all who watch. */
export class EventFeed {
  readonly connection: Connection;
  readonly ring: Ring;
  readonly #reader: FeedReader;
  readonly #attached = new AttachedWatchers();
  #following: Following | undefined;

  private constructor(connection: Connection, start: FeedPosition) {
    this.connection = connection;
    this.ring = new Ring(start.sequence, RING_BYTES);
    this.#reader = new FeedReader(start);
  }

  /** Begins to follow with what comes from now on. Rejects when the store does not answer. */
  static async open(connection: Connection, log: Log): Promise<EventFeed> {
    const { epoch, last } = await readStream(connection);
    const feed = new EventFeed(connection, { epoch, sequence: last, missing: [], timeMs: Date.now() });
    feed.#following = await followEvents(connection, {
      afterSequence: last,
      onRecord: (stored, place) => feed.#take(stored, place),
      onProblem: (problem) =>
        log.warn({ problem }, "a record cannot be read, and is missing among the events"),
    });
    return feed;
  }

  /** What those have had who are in step. */
  position(): FeedPosition {
    return this.#reader.position();
  }

  /** The account of one who is in step, to be kept by itself from now on. */
  account(): FeedReader {
    return this.#reader.copy();
  }

  /** Whether whoever is in step misses nothing up to a sequence, and this is the newest that the feed has met. */
  isAt(sequence: number): boolean {
    return this.#reader.isInStep && this.#reader.readTo === sequence;
  }

  attach(watcher: Attached): void {
    this.#attached.add(watcher);
  }

  detach(watcher: Attached): void {
    this.#attached.remove(watcher);
  }

  async stop(): Promise<void> {
    await this.#following?.stop();
  }

  #take({ record, sequence }: StoredRecord, { storedAtMs, pending }: EventPlace): void {
    const stored = sequencesOf(record.timeline, sequence);
    const met = { sequence, stored, isNewest: pending === 0, timeMs: storedAtMs };
    const entry = new LiveEntry(record, met, this.#reader.take(met));
    this.ring.push(entry);
    this.#attached.show(entry);
  }
}

/** When the stream was made, in milliseconds since 1970, and the sequence of the newest event. Rejects when nobody answers. */
export async function readStream(connection: Connection): Promise<{ epoch: number; last: number }> {
  const { created, state } = await connection.jsm.streams.info(STREAMS.events);
  return { epoch: Date.parse(created), last: state.last_seq };
}

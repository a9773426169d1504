import type { TaskEvent } from "../../../core/event.ts";
import type { FeedReader, MetRecord } from "../../../core/event-feed/reader.ts";
import { sequencesOf, stampEvents } from "../../../core/event-sequence.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { newRecord } from "../../support/task-record.ts";

/** A record in the model of EVENTS. */
export interface Stored {
  readonly task: number;
  readonly record: TaskRecord;
  readonly sequence: number;
}

/** A record as a gateway has met it. */
export interface Met extends MetRecord {
  readonly task: number;
}

/** What the stream EVENTS keeps, reduced to its promises: the newest record of each task, in the order of their sequences. */
export class StreamModel {
  readonly #newest = new Map<number, Stored>();
  #sequence = 0;

  get sequence(): number {
    return this.#sequence;
  }

  /** Writes a record with some more events. */
  write(task: number, events: number): void {
    const before = this.#newest.get(task);
    const record = before?.record ?? { ...newRecord(), timeline: [] };
    const event: TaskEvent = { type: "started", time: "2026-01-01T00:00:00.000Z", attempt: 1 };
    const timeline = [...record.timeline, ...Array.from({ length: events }, () => event)];
    const stamped = stampEvents({ ...record, timeline }, before?.sequence ?? 0);
    this.#newest.set(task, { task, record: stamped, sequence: ++this.#sequence });
  }

  /** Forgets a task, as one that expires. */
  forget(task: number): void {
    this.#newest.delete(task);
  }

  /** The first record after a sequence, as it is met now. */
  after(sequence: number): Met | undefined {
    const later = this.#newest
      .values()
      .filter((stored) => stored.sequence > sequence)
      .toArray()
      .toSorted((a, b) => a.sequence - b.sequence);
    const [next] = later;
    return next && meet(next, later.length === 1);
  }

  /** How many events each task has. */
  counts(): ReadonlyMap<number, number> {
    return new Map(this.#newest.values().map(({ task, record }) => [task, record.timeline.length]));
  }
}

function meet({ task, record, sequence }: Stored, isNewest: boolean): Met {
  return { task, sequence, stored: sequencesOf(record.timeline, sequence), isNewest, timeMs: sequence };
}

/** A gateway that follows the stream, now faster, now slower, and keeps what it has met. */
export class GatewayModel {
  readonly met: Met[] = [];
  readonly #stream: StreamModel;
  #position: number;

  constructor(stream: StreamModel) {
    this.#stream = stream;
    this.#position = stream.sequence;
    this.start = stream.sequence;
  }

  /** It has met everything after this sequence. */
  readonly start: number;

  /** Meets so many more records, if there are. */
  follow(records: number): void {
    for (let i = 0; i < records; i++) {
      const next = this.#stream.after(this.#position);
      if (next === undefined) return;
      this.met.push(next);
      this.#position = next.sequence;
    }
  }
}

/** A reader at a gateway, as a watcher of the gateway is one. */
export class ReaderModel {
  readonly reader: FeedReader;
  readonly #stream: StreamModel;
  readonly #gateway: GatewayModel;
  #mark: number;
  /** Set while it reads from the store. */
  #isReading: boolean;

  constructor(reader: FeedReader, stream: StreamModel, gateway: GatewayModel) {
    this.reader = reader;
    this.#stream = stream;
    this.#gateway = gateway;
    this.#mark = gateway.met.length;
    this.#isReading = reader.readTo < gateway.start;
    if (this.#isReading) reader.catchUp();
  }

  /** Looks at the next record there is for it; undefined when there is none. */
  step(): { readonly task: number; readonly news: ReturnType<FeedReader["take"]> } | undefined {
    if (this.#isReading) {
      const next = this.#stream.after(this.reader.readTo);
      if (next !== undefined)
        return { task: next.task, news: this.reader.take({ ...next, isNewest: false }) };
      this.reader.skipTo(this.#gateway.start);
      this.#isReading = false;
      this.#mark = this.#gateway.met.length;
    }
    const index = this.#gateway.met.findIndex(({ sequence }) => sequence > this.reader.readTo);
    const next = this.#gateway.met[index];
    if (next === undefined) return undefined;
    const isNewest = next.isNewest && index >= this.#mark;
    return { task: next.task, news: this.reader.take({ ...next, isNewest }) };
  }
}

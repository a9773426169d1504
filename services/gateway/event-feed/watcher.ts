import { type FeedPosition, writePosition } from "../../../core/event-feed/position.ts";
import { FeedReader } from "../../../core/event-feed/reader.ts";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";
import { type Required, requiredOf } from "../../../core/task-filter/required.ts";
import type { WatchTasksResponse } from "../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { Bell } from "../bell.ts";
import type { Emit } from "../method.ts";
import { PatientSender, tooSlow } from "../patient-sender.ts";
import type { Attached } from "./attached-watchers.ts";
import { readSome } from "./catch-up.ts";
import type { EventFeed } from "./event-feed.ts";
import type { FeedEntry, LiveEntry } from "./feed-entry.ts";

/** How many events may wait for one reader; then it is too slow. */
const MAX_QUEUED = 1_000;

/** A reader that there is nothing to tell is told where it is this often, in milliseconds. */
const CHECKPOINT_MS = 15_000;

/** What a reader wants. */
export interface WatchTerms {
  readonly project: string;
  readonly filter: TaskFilter | undefined;
  /** Where to go on; undefined is from now on. */
  readonly from: FeedPosition | undefined;
  /** Ends the watch: `run` rejects with its reason. */
  readonly signal: AbortSignal;
}

/** One who watches: first what it has not had is read for it, from the ring of the feed or from the store, then it is shown what comes. */
export class Watcher implements Attached {
  readonly project: string;
  readonly required: Required | undefined;
  readonly #feed: EventFeed;
  readonly #terms: WatchTerms;
  readonly #sender: PatientSender<WatchTasksResponse>;
  readonly #bell = new Bell();
  /** Its own account of what it has had; undefined while it is in step. */
  #reader: FeedReader | undefined;
  #queue: WatchTasksResponse[] = [];
  #queued = 0;

  constructor(feed: EventFeed, terms: WatchTerms, emit: Emit<WatchTasksResponse>) {
    const { project, filter, from } = terms;
    this.#feed = feed;
    this.#terms = terms;
    this.project = project;
    this.required = requiredOf(filter);
    this.#reader = from && new FeedReader(from);
    this.#sender = new PatientSender(
      emit,
      ({ position }) => position ?? "",
      writePosition(from ?? feed.position()),
    );
  }

  get isInStep(): boolean {
    return this.#reader === undefined;
  }

  /** Tells all that happens until the signal aborts. Throws WATCH_TOO_SLOW. */
  async run(first: Partial<WatchTasksResponse>): Promise<void> {
    const { signal } = this.#terms;
    const ring = () => this.#bell.ring();
    const timer = setInterval(ring, CHECKPOINT_MS);
    signal.addEventListener("abort", ring);
    try {
      // A reader that is in step is attached before anything is awaited: what comes from now on waits in its queue.
      if (this.#reader === undefined) this.#feed.attach(this);
      await this.#send({ ...first, position: this.#sender.position });
      if (this.#reader !== undefined) await this.#catchUp(this.#reader);
      for (;;) {
        await this.#sendQueue();
        await this.#bell.rung();
        signal.throwIfAborted();
        if (this.#queued === 0) await this.#send({ position: this.#position() });
      }
    } finally {
      signal.removeEventListener("abort", ring);
      clearInterval(timer);
      this.#feed.detach(this);
    }
  }

  offer(entry: LiveEntry): void {
    const reader = this.#reader;
    if (reader === undefined) {
      entry.news.numbers.forEach((number, n) => {
        if (entry.matches(this.#terms.filter, number)) this.#enqueue(entry.sharedAnswer(n));
      });
      return;
    }
    for (const answer of this.#answers(reader, entry, entry.met.isNewest)) this.#enqueue(answer);
    if (this.#feed.isAt(reader.readTo) && reader.isInStep) this.#reader = undefined;
  }

  #enqueue(answer: WatchTasksResponse | undefined): void {
    if (answer === undefined) return;
    if (++this.#queued > MAX_QUEUED) {
      this.#feed.detach(this);
      this.#sender.fail(tooSlow(`${MAX_QUEUED} events wait for it`, this.#sender.position));
      return;
    }
    this.#queue.push(answer);
    this.#bell.ring();
  }

  async #sendQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      const answers = this.#queue;
      this.#queue = [];
      for (const answer of answers) {
        await this.#send(answer);
        this.#queued--;
      }
    }
  }

  /** Ends with the watcher attached, with nothing between what it was told and what it will be shown. */
  async #catchUp(reader: FeedReader): Promise<void> {
    const { ring } = this.#feed;
    for (;;) {
      while (reader.readTo < ring.after) await this.#readFromStore(reader);
      // Only what comes after this is known to be newer than all that the store was asked for.
      const mark = ring.end;
      let index = ring.indexAfter(reader.readTo);
      for (let entry = ring.at(index); entry !== undefined; entry = ring.at(++index)) {
        for (const answer of this.#answers(reader, entry, entry.met.isNewest && index >= mark))
          await this.#send(answer);
      }
      if (index < ring.end) continue;
      if (this.#feed.isAt(reader.readTo) && reader.isInStep) this.#reader = undefined;
      this.#feed.attach(this);
      return;
    }
  }

  async #readFromStore(reader: FeedReader): Promise<void> {
    const { project, signal } = this.#terms;
    reader.catchUp();
    const until = this.#feed.ring.after;
    const { entries, isAll } = await readSome(this.#feed.connection, project, reader.readTo + 1, signal);
    for (const entry of entries)
      for (const answer of this.#answers(reader, entry, false)) await this.#send(answer);
    if (isAll) reader.skipTo(until);
  }

  #answers(reader: FeedReader, entry: FeedEntry, isNewest: boolean): WatchTasksResponse[] {
    const { since = 0 } = reader;
    const { numbers, positions } = reader.take({ ...entry.met, isNewest });
    if (entry.record.project !== this.project) return [];
    return numbers.flatMap((number, index) => {
      const position = positions[index];
      const isWanted = entry.timeOf(number) >= since && entry.matches(this.#terms.filter, number);
      return isWanted && position !== undefined ? [entry.answer(number, position)] : [];
    });
  }

  #position(): string {
    return writePosition((this.#reader ?? this.#feed).position());
  }

  async #send(answer: WatchTasksResponse): Promise<void> {
    await this.#sender.send(answer);
    this.#terms.signal.throwIfAborted();
  }
}

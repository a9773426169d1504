import { type FeedPosition, writePosition } from "../../../core/event-feed/position.ts";
import { FeedReader } from "../../../core/event-feed/reader.ts";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";
import { type Required, requiredOf } from "../../../core/task-filter/required.ts";
import type { WatchTasksResponse } from "../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { Bell } from "../bell.ts";
import type { Emit } from "../method.ts";
import { PatientSender } from "../patient-sender.ts";
import type { Attached } from "./attached-watchers.ts";
import { readSome } from "./catch-up.ts";
import type { EventFeed } from "./event-feed.ts";
import type { FeedEntry, LiveEntry } from "./feed-entry.ts";

/**
 * How much may wait for one reader, about, in bytes. One for whom more would have to wait is no longer shown what comes; it goes on
 * from the ring or the store once it has taken what waits.
 */
const MAX_QUEUED_BYTES = 256 * 1024;

/** A reader that there is nothing to tell is told where it is this often, in milliseconds. */
const CHECKPOINT_MS = 15_000;

/** What a reader wants. */
export interface WatchTerms {
  readonly project: string;
  readonly filter: TaskFilter | undefined;
  /** Where to go on; undefined is from now on. */
  readonly from: FeedPosition | undefined;
  /** A reader that takes nothing for so long is let go, in milliseconds. */
  readonly stallMs: number;
  /** Ends the watch: `run` rejects with its reason. */
  readonly signal: AbortSignal;
}

/** What an entry tells one reader, on its way to it. */
interface Queued {
  readonly answers: readonly WatchTasksResponse[];
  /** About how much memory it takes, in bytes. */
  readonly bytes: number;
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
  #queue: Queued[] = [];
  #queuedBytes = 0;
  /** Whether it is shown what comes. */
  #isAttached = false;

  constructor(feed: EventFeed, terms: WatchTerms, emit: Emit<WatchTasksResponse>) {
    const { project, filter, from, stallMs } = terms;
    this.#feed = feed;
    this.#terms = terms;
    this.project = project;
    this.required = requiredOf(filter);
    this.#reader = from && new FeedReader(from);
    this.#sender = new PatientSender(
      emit,
      ({ position }) => position ?? "",
      writePosition(from ?? feed.position()),
      stallMs,
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
      if (this.#reader === undefined) this.#attach();
      await this.#send({ ...first, position: this.#sender.position });
      for (;;) {
        await this.#sendQueue();
        if (!this.#isAttached) {
          await this.#catchUp();
          continue;
        }
        await this.#bell.rung();
        signal.throwIfAborted();
        if (this.#queue.length === 0 && this.#isAttached) await this.#send({ position: this.#position() });
      }
    } finally {
      signal.removeEventListener("abort", ring);
      clearInterval(timer);
      this.#detach();
    }
  }

  offer(entry: LiveEntry): void {
    const reader = this.#reader;
    if (reader === undefined) this.#enqueue(entry, this.#sharedAnswers(entry));
    else {
      this.#enqueue(entry, this.#answers(reader, entry, entry.met.isNewest));
      if (this.#feed.isAt(reader.readTo) && reader.isInStep) this.#reader = undefined;
    }
    if (this.#queuedBytes > MAX_QUEUED_BYTES) this.#fallBehind();
  }

  #enqueue(entry: FeedEntry, answers: readonly WatchTasksResponse[]): void {
    if (answers.length === 0) return;
    const { bytes } = entry;
    this.#queue.push({ answers, bytes });
    this.#queuedBytes += bytes;
    this.#bell.ring();
  }

  /** What waits for it is still to be sent, and all that comes after that is to be read for it. */
  #fallBehind(): void {
    this.#detach();
    this.#reader ??= this.#feed.account();
  }

  #attach(): void {
    this.#feed.attach(this);
    this.#isAttached = true;
  }

  #detach(): void {
    this.#feed.detach(this);
    this.#isAttached = false;
  }

  async #sendQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      for (const { answers, bytes } of queue) {
        for (const answer of answers) await this.#send(answer);
        this.#queuedBytes -= bytes;
      }
    }
  }

  /** Ends with the watcher attached, with nothing between what it was told and what it will be shown. */
  async #catchUp(): Promise<void> {
    const { ring } = this.#feed;
    const reader = this.#reader;
    if (reader === undefined) throw new Error("a reader that is not shown what comes has no account");
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
      this.#attach();
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

  #sharedAnswers(entry: LiveEntry): WatchTasksResponse[] {
    return entry.news.numbers.flatMap((number, n) => {
      const answer = entry.matches(this.#terms.filter, number) ? entry.sharedAnswer(n) : undefined;
      return answer === undefined ? [] : [answer];
    });
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

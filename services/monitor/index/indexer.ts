import { messageOf } from "../../../core/message-of.ts";
import { STREAMS } from "../../../core/subject.ts";
import { getBatch } from "../../../jetstream/batch-get.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { type Following, followEvents } from "../../../jetstream/event-follower.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import { lastSequence, streamIdentity } from "../../../jetstream/stream-identity.ts";
import type { Log } from "../../../runtime/log.ts";
import { LONGSHORE_VERSION } from "../../../runtime/version.ts";
import { isDamage } from "./database.ts";
import type { TaskIndex } from "./task-index.ts";
import { readWaiting } from "./waiting-reader.ts";

/** As many records are written in one transaction, or those that have come within so many milliseconds. */
const BATCH = 1_000;
const BATCH_MS = 200;

/** How often the tasks that wait are looked at, in milliseconds. */
const LOOK_MS = 500;

/** How often is looked whether what was stored before a question has come, in milliseconds. */
const GLANCE_MS = 5;

/** After a failure it begins again after so long, in milliseconds. */
const RETRY_MS = 2_000;

/** Keeps an index up to date. */
export interface Indexer {
  /** Resolves when it follows for the first time; rejects when its first attempt fails, for instance because a stream is not there. */
  readonly begun: Promise<void>;
  /** How far behind the streams the index is. */
  lag(): Lag;
  /**
   * Resolves when all that was stored before this call is in the index, or after so many milliseconds: whoever has just submitted a
   * task finds it in a list. Never rejects.
   */
  freshen(limitMs: number): Promise<void>;
  /** What keeps it from being up to date; empty while all is well. */
  problems(): readonly string[];
  stop(): Promise<void>;
}

export interface Lag {
  /** Messages that are stored and not in the index yet, as far as is known. */
  readonly behind: number;
  /** When the index was last known to have all there was, in milliseconds since 1970; 0 is never. */
  readonly currentAtMs: number;
}

/** What the indexer works with. */
export interface IndexerDeps {
  readonly connection: Connection;
  readonly index: TaskIndex;
  readonly log: Log;
  /** Told of every record that has been written to the index. */
  readonly onRecord: (stored: StoredRecord) => void;
  /** Told once when the file turns out to be damaged. The indexer is to be stopped then. */
  readonly onDamage: (error: unknown) => void;
}

/**
 * Follows EVENTS and looks at TASKS from where the index is, until it is stopped. What cannot be written, because the disk is
 * full, is read again later: nothing is taken as read before it is in the index.
 */
export function startIndexer(deps: IndexerDeps): Indexer {
  const worker = new IndexWork(deps);
  void worker.run();
  return worker;
}

class IndexWork implements Indexer {
  readonly #deps: IndexerDeps;
  #following: Following | undefined;
  #problem: string | undefined;
  #pending: StoredRecord[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #waitingBehind = 0;
  #currentAtMs = 0;
  #isComplete = false;
  /** What was asked about the events to come, where no event has told since. */
  #asked: { readonly position: number; readonly behind: number } | undefined;
  /** Up to here it is known that there is nothing after what was read: what there was has been removed. */
  #emptyUpTo = 0;
  #unread: number[] = [];
  #isStopped = false;
  #wake = () => {};
  #looking: Promise<boolean> = Promise.resolve(false);
  #ended = Promise.resolve();
  readonly #begun = Promise.withResolvers<void>();

  constructor(deps: IndexerDeps) {
    this.#deps = deps;
    // Whoever does not ask for it learns of a failure from `problems`.
    this.#begun.promise.catch(() => undefined);
  }

  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  lag(): Lag {
    return {
      behind: this.#eventsBehind() + this.#pending.length + this.#waitingBehind,
      currentAtMs: this.#currentAtMs,
    };
  }

  problems(): readonly string[] {
    const problem = this.#problem ?? (this.#following === undefined ? "has not begun to read" : undefined);
    const own = problem === undefined ? [] : [`index: ${problem}`];
    return [...own, ...(this.#following?.problems() ?? [])];
  }

  async run(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    while (!this.#isStopped) {
      try {
        await this.#follow();
      } catch (error) {
        this.#begun.reject(error);
        this.#fail(error);
      }
      await this.#endFollowing();
      await this.#pause(RETRY_MS);
    }
    resolve();
  }

  async freshen(limitMs: number): Promise<void> {
    const until = Date.now() + limitMs;
    try {
      const [last] = await Promise.all([lastSequence(this.#deps.connection, STREAMS.events), this.#look()]);
      const isMissing = () => Math.max(this.#following?.position() ?? last, this.#emptyUpTo) < last;
      while (isMissing() && Date.now() < until) await this.#sleep(GLANCE_MS);
      // The last events may have been removed: then nothing comes, and the next one does not wait for it.
      if (isMissing() && (await this.#askBehind()) === 0) this.#emptyUpTo = last;
      this.#flush();
    } catch {
      // The lag says how old the index is.
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#ended;
  }

  /** Reads on from where the index is, until something fails or it is stopped. */
  async #follow(): Promise<void> {
    const { connection, index, log } = this.#deps;
    await this.#checkStream();
    index.readAgain(LONGSHORE_VERSION);
    const positions = index.positions();
    // Before the first event can come: what is not taken now does not come again.
    this.#problem = undefined;
    this.#following = await followEvents(connection, {
      afterSequence: positions.events,
      onRecord: (stored) => this.#take(stored),
      onProblem: (problem, sequence) => {
        log.error({ problem }, "an event that cannot be read was passed over");
        this.#unread.push(sequence);
        this.#flushSoon();
      },
    });
    this.#isComplete = false;
    await this.#askBehind();
    this.#begun.resolve();
    while (!this.#isStopped && this.#problem === undefined) {
      if (this.#eventsBehind() >= BATCH || !this.#isComplete) await this.#askBehind();
      const isMore = await this.#look();
      await this.#pause(isMore ? 0 : LOOK_MS);
    }
    this.#flush();
  }

  /** Looks at the tasks that wait, one look after the other; true when there is more to look at. */
  #look(): Promise<boolean> {
    this.#looking = this.#looking.then(() => this.#lookOnce());
    return this.#looking;
  }

  async #lookOnce(): Promise<boolean> {
    const { connection, index } = this.#deps;
    if (this.#isStopped || this.#problem !== undefined) return false;
    const lookedAtMs = Date.now();
    const before = index.positions().tasks;
    const read = await readWaiting(connection, before);
    if (!read.ok) return false;
    try {
      if (read.position > before) index.applyWaiting(read.records, read.position);
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#waitingBehind = read.behind;
    this.#noteCurrent(lookedAtMs);
    return read.behind > 0;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** A stream that was made anew counts from 1 again: what the index holds of the old one is kept, and all of the new one is read. */
  async #checkStream(): Promise<void> {
    const { connection, index } = this.#deps;
    for (const [name, stream] of [
      ["events", STREAMS.events],
      ["tasks", STREAMS.tasks],
    ] as const) {
      const identity = await streamIdentity(connection, stream);
      if (index.fact(`${name}_stream`) === identity) continue;
      index.restart(name, identity);
    }
  }

  #take(stored: StoredRecord): void {
    if (this.#problem !== undefined || this.#isStopped) return;
    this.#pending.push(stored);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#pending.length + this.#unread.length >= BATCH) this.#flush();
    else this.#flushTimer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const records = this.#pending;
    const unread = this.#unread;
    if (this.#problem !== undefined || records.length + unread.length === 0) return;
    this.#pending = [];
    this.#unread = [];
    try {
      const position = Math.max(records.at(-1)?.sequence ?? 0, unread.at(-1) ?? 0);
      this.#deps.index.applyRecords(records, position, { first: unread[0], by: LONGSHORE_VERSION });
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#noteCurrent(Date.now());
    for (const stored of records) this.#deps.onRecord(stored);
  }

  /**
   * It is complete once nothing is left to read; under load something is always on its way, and from then on less than a batch of it counts
   * as nothing.
   */
  #noteCurrent(nowMs: number): void {
    const { behind } = this.lag();
    this.#isComplete ||= behind === 0;
    if (this.#isComplete && behind < BATCH) this.#currentAtMs = nowMs;
  }

  /** Events that are stored and have not come, as far as the last one or the last question told. */
  #eventsBehind(): number {
    const following = this.#following;
    if (following === undefined) return 0;
    return this.#asked?.position === following.position() ? this.#asked.behind : following.behind();
  }

  /** Asks how many events are to come: none tells before the first, nor after the last when those behind it are removed. */
  async #askBehind(): Promise<number | undefined> {
    const position = this.#following?.position() ?? 0;
    const request = { filter: ">", fromSequence: position + 1, messages: 1, bytes: 1 };
    const read = await getBatch(this.#deps.connection, STREAMS.events, request);
    if (!read.ok) return undefined;
    const [next] = read.messages;
    const behind = next === undefined ? 0 : next.pending + 1;
    this.#asked = { position, behind };
    return behind;
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return;
    if (this.#problem === undefined)
      this.#deps.log.error({ problem: messageOf(error) }, "the index is not written; it is tried again");
    this.#problem = messageOf(error);
    this.#wake();
    if (isDamage(error)) this.#deps.onDamage(error);
  }

  async #endFollowing(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#pending = [];
    this.#unread = [];
    this.#asked = undefined;
    const following = this.#following;
    this.#following = undefined;
    await following?.stop();
  }

  /** Resolves after so many milliseconds, or when it is stopped or has failed. */
  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wake = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }
}

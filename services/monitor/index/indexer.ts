import { messageOf } from "../../../core/message-of.ts";
import { STREAMS } from "../../../core/subject.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { type Following, followEvents } from "../../../jetstream/event-follower.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import { lastSequence, streamIdentity } from "../../../jetstream/stream-identity.ts";
import type { Log } from "../../../runtime/log.ts";
import type { TaskIndex } from "./task-index.ts";
import { readWaiting } from "./waiting-reader.ts";

/** As many records are written in one transaction, or those that have come within so many milliseconds. */
const BATCH = 1_000;
const BATCH_MS = 50;

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
  readonly onDamage: () => void;
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
  #problem: string | undefined = "has not begun to read";
  #pending: StoredRecord[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #waitingBehind = 0;
  #currentAtMs = 0;
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
      behind: (this.#following?.behind() ?? 0) + this.#pending.length + this.#waitingBehind,
      currentAtMs: this.#currentAtMs,
    };
  }

  problems(): readonly string[] {
    const own = this.#problem === undefined ? [] : [`index: ${this.#problem}`];
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
      while ((this.#following?.position() ?? last) < last && Date.now() < until) await this.#sleep(GLANCE_MS);
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
    const positions = index.positions();
    this.#following = await followEvents(connection, {
      afterSequence: positions.events,
      onRecord: (stored) => this.#take(stored),
      onProblem: (problem) => log.error({ problem }, "an event that cannot be read was passed over"),
    });
    this.#problem = undefined;
    this.#begun.resolve();
    while (!this.#isStopped && this.#problem === undefined) {
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
    if (this.#pending.length >= BATCH) this.#flush();
    else this.#flushTimer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const records = this.#pending;
    const last = records.at(-1);
    if (last === undefined) return;
    this.#pending = [];
    try {
      this.#deps.index.applyRecords(records, last.sequence);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#noteCurrent(Date.now());
    for (const stored of records) this.#deps.onRecord(stored);
  }

  /** Under load there is always something on its way: less than a batch of it counts as nothing. */
  #noteCurrent(nowMs: number): void {
    if (this.lag().behind < BATCH) this.#currentAtMs = nowMs;
  }

  #fail(error: unknown): void {
    if (this.#problem === undefined || !this.#isStopped)
      this.#deps.log.error({ problem: messageOf(error) }, "the index is not written; it is tried again");
    this.#problem = messageOf(error);
    this.#wake();
    if (isDamage(error)) this.#deps.onDamage();
  }

  async #endFollowing(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#pending = [];
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

/** SQLITE_CORRUPT and SQLITE_NOTADB (https://www.sqlite.org/rescode.html). */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  return code === 11 || code === 26;
}

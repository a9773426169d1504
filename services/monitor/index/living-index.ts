import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../../../core/message-of.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import type { Log } from "../../../runtime/log.ts";
import { isDamage, openDatabase, putAside } from "./database.ts";
import { type Indexer, type Lag, startIndexer } from "./indexer.ts";
import { type Reconciler, startReconciler } from "./reconciler.ts";
import { forgetSome, type Retention } from "./retention.ts";
import type { Searchable } from "./searched-text.ts";
import { TaskIndex } from "./task-index.ts";

/** How often is looked for what may be forgotten, in milliseconds; and how soon again when there is more. */
const FORGET_EVERY_MS = 30_000;
const FORGET_MORE_MS = 20;

/** An index that had all there was so long ago is up to date, in milliseconds. */
const CURRENT_MS = 5_000;

/** Where no new file can be made, that is tried again after so long, in milliseconds. */
const ANEW_MS = 1_000;

/** So long a question waits at most for what was stored before it, in milliseconds. */
const FRESH_MS = 250;

export interface LivingIndexOptions {
  readonly connection: Connection;
  /** Where it is kept; `:memory:` is nowhere. */
  readonly path: string;
  readonly retention: Retention;
  readonly log: Log;
  /** What types say of being searched. */
  readonly searchable: Searchable;
  /** Told of every record that is in the index now. */
  readonly onRecord: (stored: StoredRecord) => void;
}

/** An index that keeps itself up to date, within its bounds, and begins anew when its file is damaged. */
export class LivingIndex {
  readonly #options: LivingIndexOptions;
  #database: DatabaseSync;
  #index: TaskIndex;
  #indexer: Indexer;
  #reconciler: Reconciler;
  #beginning: Promise<void> | undefined;
  #forgetTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** Opens the file, or makes it, and begins to read. Throws when its folder cannot be written. */
  constructor(options: LivingIndexOptions) {
    this.#options = options;
    if (options.path !== ":memory:") mkdirSync(dirname(options.path), { recursive: true });
    const { path, log } = options;
    this.#database = openDatabase(path, (why) =>
      log.warn({ path, why }, "the index was unusable and is built anew"),
    );
    this.#index = new TaskIndex(this.#database, options.searchable);
    this.#indexer = this.#startIndexer();
    this.#reconciler = this.#startReconciler();
    this.#forgetLater(FORGET_EVERY_MS);
  }

  /** Resolves when it follows the streams; rejects when they are not there. */
  get begun(): Promise<void> {
    return this.#indexer.begun;
  }

  /** What is asked; another one after the file was damaged. */
  get database(): DatabaseSync {
    return this.#database;
  }

  lag(): Lag {
    return this.#indexer.lag();
  }

  /** Resolves when all that was stored before is in the index, or after so many milliseconds. */
  freshen(limitMs = FRESH_MS): Promise<void> {
    return this.#indexer.freshen(limitMs);
  }

  /** What keeps it from being up to date; empty while all is well. */
  problems(): readonly string[] {
    return this.#indexer.problems();
  }

  /** When it was last compared with what the streams hold, in milliseconds since 1970; 0 is never. */
  reconciledAtMs(): number {
    return this.#reconciler.reconciledAtMs();
  }

  /** Reads something of the index; throws what the reading throws. When that says that the file is damaged, the index begins anew. */
  read<T>(reading: (database: DatabaseSync) => T): T {
    try {
      return reading(this.#database);
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  #note(error: unknown): void {
    if (!isDamage(error) || this.#isStopped) return;
    this.#beginning ??= this.#beginAnew().finally(() => {
      this.#beginning = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#forgetTimer);
    this.#reconciler.stop();
    await this.#beginning;
    await this.#indexer.stop();
    if (this.#database.isOpen) this.#database.close();
  }

  #startIndexer(): Indexer {
    const { connection, log, onRecord } = this.#options;
    return startIndexer({
      connection,
      index: this.#index,
      log,
      onRecord,
      onDamage: (error) => this.#note(error),
    });
  }

  #startReconciler(): Reconciler {
    const { connection, log } = this.#options;
    const indexer = this.#indexer;
    return startReconciler({
      connection,
      index: this.#index,
      log,
      isCurrent: () => indexer.problems().length === 0 && Date.now() - indexer.lag().currentAtMs < CURRENT_MS,
      onFailure: (error) => this.#note(error),
    });
  }

  /** Never rejects: while no new file can be made, it tries again. */
  async #beginAnew(): Promise<void> {
    const { path, log, searchable } = this.#options;
    this.#reconciler.stop();
    await this.#indexer.stop();
    while (!this.#isStopped) {
      try {
        if (this.#database.isOpen) this.#database.close();
        putAside(path);
        this.#database = openDatabase(path, () => undefined);
        this.#index = new TaskIndex(this.#database, searchable);
        this.#indexer = this.#startIndexer();
        this.#reconciler = this.#startReconciler();
        log.warn({ path }, "the index was damaged and is built anew");
        return;
      } catch (error) {
        log.error({ problem: messageOf(error) }, "no new index can be made; it is tried again");
        await new Promise((resolve) => setTimeout(resolve, ANEW_MS));
      }
    }
  }

  #forgetLater(ms: number): void {
    this.#forgetTimer = setTimeout(
      () => this.#forgetLater(this.#forgetNow() ? FORGET_MORE_MS : FORGET_EVERY_MS),
      ms,
    );
  }

  /** True when there is more to forget. */
  #forgetNow(): boolean {
    try {
      return forgetSome(this.#index, this.#options.retention, Date.now());
    } catch (error) {
      if (this.#isStopped) return false;
      this.#options.log.error({ problem: messageOf(error) }, "nothing could be forgotten; it is tried again");
      this.#note(error);
      return false;
    }
  }
}

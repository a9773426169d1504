import type { Connection } from "../../jetstream/connection.ts";
import { type LogSelection, readLog, type StoredLogLine } from "../../jetstream/task-logs.ts";
import { readPatiently } from "./patient-read.ts";

export interface LogTailOptions {
  readonly selection: LogSelection;
  /** The number of the last line that is known; 0 for none. */
  readonly after: number;
  /** With how many of the last lines to begin. */
  readonly tail: number;
  /** Until when a store that does not answer is asked again, in milliseconds since 1970. */
  readonly giveUpAt: number;
  readonly signal: AbortSignal;
  /** Takes the next line; nothing more is read until it resolves. */
  readonly send: (line: StoredLogLine) => Promise<void>;
}

/** Reads a log from where it has come to, and remembers where that is. */
export class LogTail {
  readonly #connection: Connection;
  readonly #options: LogTailOptions;
  #last: number;
  /** Whether lines are still too many from the end to be wanted. */
  #isSkipping: boolean;

  constructor(connection: Connection, options: LogTailOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#last = options.after;
    this.#isSkipping = options.after === 0;
  }

  /**
   * Sends all that there is and has not been sent. Throws the signal's reason when that aborts, and BROKER_UNAVAILABLE when
   * the store does not answer in time.
   */
  async sendNew(): Promise<void> {
    for (let isMore = true; isMore; ) {
      const lines = await this.#read();
      for (const line of lines) await this.#take(line);
      isMore = (lines.at(-1)?.pending ?? 0) > 0;
    }
    this.#isSkipping = false;
  }

  async #take(line: StoredLogLine): Promise<void> {
    this.#last = line.number;
    if (this.#isSkipping && line.pending >= this.#options.tail) return;
    // Lines that come while the last ones are read put these farther from the end: they are wanted all the same.
    this.#isSkipping = false;
    await this.#options.send(line);
    this.#options.signal.throwIfAborted();
  }

  async #read(): Promise<readonly StoredLogLine[]> {
    const { selection, giveUpAt, signal } = this.#options;
    const read = () => readLog(this.#connection, selection, this.#last);
    const { lines } = await readPatiently(read, giveUpAt, signal);
    signal.throwIfAborted();
    return lines;
  }
}

import { boundLine } from "./bounds.ts";
import { BYTES_PER_SECOND, LINES_PER_SECOND, LineBudget } from "./line-budget.ts";
import type { HandlerLogLine } from "./pool/pool.ts";

/** Lines that were dropped are told of after so long, in milliseconds, so at most once in this time. */
const TELL_MS = 1_000;

/** The same once the attempt has ended: whoever reads its log does not wait for long any more. */
const TELL_AFTER_END_MS = 100;

/** Passes a line on. Returns how many bytes that took; 0 says that it could not be passed on, and counts it as dropped. */
export type PassLine = (line: HandlerLogLine) => number;

/**
 * Passes on what one attempt logs, within its budget: each line cut to a size, the others dropped and counted. A line of its
 * own tells how many, within a second and when the attempt ends: lines passed on and lines told of are as many as were logged.
 *
 * A pool child has one, so that a flood does not reach its worker, and so has the worker for each attempt.
 */
export class LogLimiter {
  readonly #pass: PassLine;
  readonly #now: () => number;
  readonly #budget = new LineBudget();
  #dropped = 0;
  /** When the first of them was. */
  #droppedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasEnded = false;

  /** @param now milliseconds of a clock that does not jump */
  constructor(pass: PassLine, now: () => number = () => performance.now()) {
    this.#pass = pass;
    this.#now = now;
  }

  log(line: HandlerLogLine): void {
    const now = this.#now();
    // What a child has dropped: the one line that tells of it is written here, for child and worker together.
    if (line.dropped !== undefined) this.#drop(Number.isSafeInteger(line.dropped) ? line.dropped : 0, now);
    else if (!this.#budget.admit(now) || !this.#passOn(boundLine(line))) this.#drop(1, now);
  }

  /** Tells of what was dropped. To be called when the attempt has ended; what it printed last may still come. */
  end(): void {
    this.#hasEnded = true;
    this.#tell();
  }

  #passOn(line: HandlerLogLine): boolean {
    const bytes = this.#pass(line);
    this.#budget.charge(bytes);
    return bytes > 0;
  }

  #drop(lines: number, now: number): void {
    if (this.#dropped === 0) {
      this.#droppedAt = now;
      this.#tellLater();
    }
    this.#dropped += lines;
    // A handler that computes lets no timer fire.
    if (now - this.#droppedAt >= TELL_MS) this.#tell();
  }

  #tellLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), this.#hasEnded ? TELL_AFTER_END_MS : TELL_MS);
    this.#timer.unref();
  }

  #tell(): void {
    clearTimeout(this.#timer);
    if (this.#dropped === 0) return;
    const dropped = this.#dropped;
    const lines = dropped === 1 ? "1 line" : `${dropped} lines`;
    const message = `${lines} dropped: an attempt may log ${LINES_PER_SECOND} lines and ${BYTES_PER_SECOND / 1024 ** 2} MiB a second`;
    if (this.#passOn({ level: "warn", message, dropped })) this.#dropped = 0;
    else if (!this.#hasEnded) {
      this.#droppedAt = this.#now();
      this.#tellLater();
    }
  }
}

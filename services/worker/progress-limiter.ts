/** The most progress reports of one task that are passed on: one in so many milliseconds. */
const INTERVAL_MS = 100;

/**
 * Passes on at most ten reports a second, the newest of those that came in between, and always the last one.
 */
export class ProgressLimiter<T> {
  readonly #pass: (report: T) => void;
  #passedAt = Number.NEGATIVE_INFINITY;
  #waiting: T | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pass: (report: T) => void) {
    this.#pass = pass;
  }

  report(report: T): void {
    // Asked of the clock, because a handler that computes lets no timer fire.
    const waitMs = this.#passedAt + INTERVAL_MS - performance.now();
    this.#waiting = report;
    if (waitMs <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), waitMs);
  }

  /** Passes on what still waits. To be called when the attempt has ended. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === undefined) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#passedAt = performance.now();
    this.#pass(waiting);
  }
}

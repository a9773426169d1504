/** The most progress reports of one task that are passed on: one in so many milliseconds. */
const INTERVAL_MS = 100;

/**
 * Passes on at most ten reports a second, the newest of those that came in between, and always the last one.
 */
export class ProgressLimiter<T> {
  readonly #pass: (report: T) => void;
  #waiting: T | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(pass: (report: T) => void) {
    this.#pass = pass;
  }

  report(report: T): void {
    if (this.#timer !== undefined) {
      this.#waiting = report;
      return;
    }
    this.#pass(report);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) this.report(waiting);
    }, INTERVAL_MS);
  }

  /** Passes on what still waits. To be called when the attempt has ended. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting !== undefined) this.#pass(this.#waiting);
    this.#waiting = undefined;
  }
}

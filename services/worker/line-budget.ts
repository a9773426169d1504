/** What one attempt may log for as long as it likes, and in one go. */
export const LINES_PER_SECOND = 200;
export const LINES_BURST = 1_000;
export const BYTES_PER_SECOND = 1024 ** 2;

/**
 * How much of an attempt's log is passed on: 200 lines and 1 MiB a second, 1,000 lines and 1 MiB in one go after a pause. The
 * clock is the caller's.
 */
export class LineBudget {
  #lines = LINES_BURST;
  /** Below zero after a line that was larger than what was left: then the next ones wait until it is paid for. */
  #bytes = BYTES_PER_SECOND;
  #filledAt: number | undefined;

  /**
   * Whether one more line may pass; counts it when it may.
   *
   * @param nowMs milliseconds of any clock; one that goes back fills nothing
   */
  admit(nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#lines < 1 || this.#bytes <= 0) return false;
    this.#lines--;
    return true;
  }

  /** Counts the size of a line that has passed: it is known only then. */
  charge(bytes: number): void {
    this.#bytes -= bytes;
  }

  #fill(nowMs: number): void {
    const seconds = Math.max(0, nowMs - (this.#filledAt ?? nowMs)) / 1_000;
    this.#filledAt = nowMs;
    this.#lines = Math.min(LINES_BURST, this.#lines + seconds * LINES_PER_SECOND);
    this.#bytes = Math.min(BYTES_PER_SECOND, this.#bytes + seconds * BYTES_PER_SECOND);
  }
}

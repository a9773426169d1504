/** In tenths of a token: what is there at first, and at most. */
const MOST = 10_000;
const PER_FAILURE = 10;
const PER_SUCCESS = 1;

/**
 * Keeps retries from making an outage worse, as gRPC's retryThrottling does: a failure takes one token, a success gives back a
 * tenth of one, and there are retries for as long as more than half of the 1,000 tokens are there. So a client may try again almost
 * 500 times in a row; after that once for ten calls that go well.
 */
export class RetryBudget {
  #tokens = MOST;

  succeeded(): void {
    this.#tokens = Math.min(MOST, this.#tokens + PER_SUCCESS);
  }

  /** Notes a failure that a second try could mend. Returns whether there may be one. */
  failed(): boolean {
    this.#tokens = Math.max(0, this.#tokens - PER_FAILURE);
    return this.#tokens > MOST / 2;
  }
}

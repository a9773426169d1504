/** When a failed attempt is tried again. */
export interface RetryPolicy {
  /** How many times after the first attempt; 0 is never. At most `maxRetries + 1` attempts in all. */
  readonly maxRetries: number;
  /** The delay before each retry, in milliseconds. The last one serves all further retries. */
  readonly backoffMs: readonly number[];
  /** `full` spreads each delay evenly over 0 to its length; `none` keeps it as it is. */
  readonly jitter: "full" | "none";
}

/** Up to 3 retries after 60, 120 and 240 s with full jitter. */
export const DEFAULT_RETRY: RetryPolicy = {
  maxRetries: 3,
  backoffMs: [60_000, 120_000, 240_000],
  jitter: "full",
};

/** The most retries a policy may ask for. */
export const MAX_RETRIES = 1_000;

/**
 * The delay before a retry, in milliseconds.
 *
 * @param retry  1 for the first retry
 * @param random a number from 0 (included) to 1 (excluded)
 */
export function retryDelay(policy: RetryPolicy, retry: number, random: number): number {
  const { backoffMs } = policy;
  const base = backoffMs[Math.min(retry, backoffMs.length) - 1] ?? 0;
  return policy.jitter === "full" ? Math.floor(random * (base + 1)) : base;
}

import { ApiError } from "./api-error.ts";
import { pause } from "./outage.ts";
import { RetryBudget } from "./retry-budget.ts";

/** How long a call may take with all its retries, and what ends it. */
export interface CallLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Does again what failed for a reason that passes. */
export interface Retries {
  /**
   * Runs `attempt` until it goes well, fails for good, or there is no time or no budget left for another try; then it rejects
   * with the last error. `attempt` is told how many milliseconds are left.
   */
  run<T>(attempt: (leftMs: number) => Promise<T>, limits: CallLimits): Promise<T>;
}

/** Time and chance. */
export interface RetrySource {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** From 0 to just below 1. */
  readonly random: () => number;
  readonly pause: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

const REAL: RetrySource = { now: () => performance.now(), random: Math.random, pause };

/** Retries for all calls of one client: they share one budget. */
export function createRetries({ now, random, pause }: RetrySource = REAL): Retries {
  const budget = new RetryBudget();
  return {
    async run(attempt, { timeoutMs, signal }) {
      const endsAt = now() + timeoutMs;
      let before: ApiError | undefined;
      for (let failures = 0; ; failures++) {
        try {
          const answer = await attempt(endsAt - now());
          budget.succeeded();
          return answer;
        } catch (error) {
          // The last try may have had no time at all: what the one before failed with tells more.
          if (!isPassing(error)) throw isLate(error) && before !== undefined ? before : error;
          before = error;
          const pauseMs = pauseAfter(failures, error.retryAfterMs, random());
          if (!budget.failed() || now() + pauseMs >= endsAt) throw error;
          await pause(pauseMs, signal);
        }
      }
    },
  };
}

function isLate(error: unknown): boolean {
  return error instanceof ApiError && error.status === "DEADLINE_EXCEEDED";
}

/**
 * Whether the same request may go well later: UNAVAILABLE, and RESOURCE_EXHAUSTED when the gateway says when. CANCELLED that is not
 * the caller's own doing is what the streams of a gateway that is stopped hard end with.
 */
export function isPassing(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  if (error.status === "RESOURCE_EXHAUSTED") return error.retryAfterMs !== undefined;
  return error.status === "UNAVAILABLE" || error.status === "CANCELLED";
}

/**
 * How long to wait, in milliseconds: by chance up to twice as long each time, and never less than the gateway asked for.
 *
 * @param failures how many there were before this one
 * @param chance   from 0 to 1
 */
export function pauseAfter(failures: number, retryAfterMs = 0, chance: number): number {
  return retryAfterMs + chance * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
}

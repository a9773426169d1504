import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "./api-error.ts";

/** For how long a gateway may be away before waiting for it is given up, in milliseconds. */
const LIMIT_MS = 60_000;

/** Decides whether a wait that was interrupted goes on. */
export interface Outage {
  /** The gateway is there: an outage, if there was one, is over. */
  end(): void;
  /** Whether to try again after this error. Unless patient, the first try must succeed: a gateway that never answered is not away. */
  canSitOut(error: unknown): error is ApiError;
}

/**
 * For calls that last: a gateway or its store that restarts must not end them, because the task itself goes on. CANCELLED
 * counts as well, since the caller's own cancelling is looked at first: a gateway that is stopped hard resets its streams so.
 * And a reader that was too slow goes on where it was.
 *
 * @param isPatient whether a gateway that has not answered so far may be away
 */
export function createOutage(isPatient = false): Outage {
  let hasAnswered = isPatient;
  let since: number | undefined;
  return {
    end() {
      hasAnswered = true;
      since = undefined;
    },
    canSitOut(error): error is ApiError {
      since ??= performance.now();
      const isPassing =
        error instanceof ApiError &&
        (error.status === "UNAVAILABLE" || error.status === "CANCELLED" || error.reason === "WATCH_TOO_SLOW");
      return isPassing && hasAnswered && performance.now() - since < LIMIT_MS;
    },
  };
}

/** Waits so many milliseconds. Rejects with the signal's reason when that aborts. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal?.throwIfAborted());
}

import { LongshoreError } from "../../core/error.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { UniqueClaim } from "../../core/unique-key.ts";

/** How long a message that was sent in time may take to arrive, in milliseconds. */
export const ON_THE_WAY_MS = 2_000;

/** How often it is looked for the task of a claim: at first, and at most. Milliseconds. */
export const FIRST_PAUSE_MS = 5;
export const LONGEST_PAUSE_MS = 250;

/**
 * A claim that is made now.
 *
 * @param nowMs milliseconds since 1970 by the clock of the store
 * @param leftMs for how long the claimant goes on to publish, in milliseconds
 */
export function newClaim(
  { id, uniqueKey = "" }: TaskRecord,
  nowMs: number,
  leftMs: number,
  more: Pick<UniqueClaim, "windowUntil" | "endedAfter">,
): UniqueClaim {
  return {
    version: 1,
    taskId: id,
    key: uniqueKey,
    claimedAt: new Date(nowMs).toISOString(),
    publishUntil: new Date(nowMs + leftMs + ON_THE_WAY_MS).toISOString(),
    ...more,
  };
}

/** Another task holds the key. */
export function uniqueKeyHeld(uniqueKey: string, { id, state }: TaskRecord): LongshoreError {
  return new LongshoreError("UNIQUE_KEY_HELD", { task_id: id, unique_key: uniqueKey, state });
}

/** Another task is about to hold the key, and there is no time to wait for it. */
export function uniqueKeyBusy(uniqueKey: string): LongshoreError {
  return new LongshoreError("UNIQUE_KEY_BUSY", { unique_key: uniqueKey });
}

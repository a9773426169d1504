import type { Fenced } from "./delivery.ts";
import { isTerminal } from "./lifecycle.ts";
import type { TaskRecord } from "./task.ts";

export const UNIQUE_POLICIES = ["use_existing", "fail", "replace"] as const;

/** What happens to a submission whose unique key another task holds; the API says what each promises. */
export type UniquePolicy = (typeof UNIQUE_POLICIES)[number];

/**
 * Which task holds a unique key: stored before the task itself, so that of many who ask at once one wins. Times are RFC 3339
 * in UTC, by the clock of the store, which is the same for all who read them.
 */
export interface UniqueClaim {
  /** The form of this entry. */
  readonly version: 1;
  readonly taskId: string;
  /** The text of the key, for people who look into the store. */
  readonly key: string;
  readonly claimedAt: string;
  /** Until then the task may still appear. Whoever claims must not publish after that. */
  readonly publishUntil: string;
  /** Until then the key is held even when the task has ended. */
  readonly windowUntil?: string;
  /** For a task that had ended and is to be done again: how many events it had by then. */
  readonly endedAfter?: number;
}

/** Who asks for a key, and on what terms. */
export interface UniqueAsk {
  readonly taskId: string;
  readonly policy: UniquePolicy;
}

/** What a submission with a unique key does next. */
export type ClaimDecision =
  /** Claim the key against what was read, then publish. */
  | { readonly do: "take" }
  /** Cancel the holder, which has never started, then claim. */
  | { readonly do: "replace"; readonly holder: Fenced }
  /** The answer is this task. */
  | { readonly do: "answer"; readonly record: TaskRecord }
  /** This task holds the key. */
  | { readonly do: "refuse"; readonly record: TaskRecord }
  /** Somebody has claimed the key whose task may still appear: look again. */
  | { readonly do: "wait" };

/**
 * Decides over a unique key that somebody asks for.
 *
 * @param claim who holds it; undefined when nobody does
 * @param holder the task of the claim; undefined when there is none
 * @param nowMs milliseconds since 1970 by the clock of the store, read before the holder was looked for: a task that appears
 * between the two must not be taken for one that never came
 */
export function decideClaim(
  claim: UniqueClaim | undefined,
  holder: Fenced | undefined,
  { taskId, policy }: UniqueAsk,
  nowMs: number,
): ClaimDecision {
  if (claim === undefined) return { do: "take" };
  const isOurs = claim.taskId === taskId;
  if (holder === undefined) return isOurs || !mayStillPublish(claim, nowMs) ? { do: "take" } : { do: "wait" };
  const { record } = holder;
  if (isOurs) return { do: "answer", record };
  if (isToComeBack(claim, record) && mayStillPublish(claim, nowMs)) return { do: "wait" };
  const hasEnded = isTerminal(record.state);
  if (hasEnded && !isInWindow(claim, nowMs)) return { do: "take" };
  switch (policy) {
    case "use_existing":
      return { do: "answer", record };
    case "fail":
      return { do: "refuse", record };
    case "replace":
      if (record.attempt > 0) return { do: "refuse", record };
      return hasEnded ? { do: "take" } : { do: "replace", holder };
  }
}

/**
 * Whether nobody holds the key any more, so that its entry may be removed. The same terms as for `decideClaim`.
 *
 * @param holder the record of the claim's task; undefined when there is no such task
 */
export function isClaimOver(claim: UniqueClaim, holder: TaskRecord | undefined, nowMs: number): boolean {
  if (mayStillPublish(claim, nowMs)) return false;
  return holder === undefined || (isTerminal(holder.state) && !isInWindow(claim, nowMs));
}

/** Whether the task is as it was before somebody asked for it to be done again. */
function isToComeBack({ endedAfter }: UniqueClaim, { timeline }: TaskRecord): boolean {
  return endedAfter === timeline.length;
}

function mayStillPublish({ publishUntil }: UniqueClaim, nowMs: number): boolean {
  return nowMs <= Date.parse(publishUntil);
}

function isInWindow({ windowUntil }: UniqueClaim, nowMs: number): boolean {
  return windowUntil !== undefined && nowMs < Date.parse(windowUntil);
}

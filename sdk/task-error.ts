import { MAX_DURATION_MS, parseDuration } from "../core/duration.ts";

/** Thrown by a handler for an error that no retry can mend: the task is FAILED at once. */
export class NonRetryableError extends Error {
  override readonly name: string = "NonRetryableError";
}

/** When to run again: after a delay such as `"90s"`, or at a time. */
export type When = { readonly delay: string } | { readonly at: Date };

/** Thrown by a handler to be tried again at a time of its own choice. Uses an attempt, as any failure does. */
export class RetryLater extends Error {
  override readonly name: string = "RetryLater";
  readonly when: When;

  constructor(when: When, message = "the handler asked to be tried again later", options?: ErrorOptions) {
    super(message, options);
    this.when = checked(when, "RetryLater");
  }
}

/** Thrown by a handler to be put off: the task is SCHEDULED again, and no attempt is used. */
export class Snooze extends Error {
  override readonly name: string = "Snooze";
  readonly when: When;

  constructor(when: When, message = "the handler asked to be put off") {
    super(message);
    this.when = checked(when, "Snooze");
  }
}

/** How long from `nowMs` until then, in milliseconds; 0 when it is past. */
export function delayUntil(when: When, nowMs: number): number {
  const ms = "at" in when ? when.at.getTime() - nowMs : (parseDuration(when.delay) ?? 0);
  return Math.min(Math.max(0, ms), MAX_DURATION_MS);
}

function checked(when: When, name: string): When {
  const valid = "at" in when ? Number.isFinite(when.at.getTime()) : parseDuration(when.delay) !== undefined;
  if (!valid) throw new TypeError(`${name}: delay must be a duration such as "90s", at must be a valid Date`);
  return when;
}

import type { TaskError } from "../../../core/event.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import { delayUntil, NonRetryableError, RetryLater, Snooze, type When } from "../../../sdk/task-error.ts";
import type { Job } from "./pool.ts";

const MESSAGE_MAX = 4_096;
const STACK_MAX = 8_192;
const CAUSES_MAX = 5;

/** What a handler that threw has said: try again, give up, at another time, or not now. */
export function outcomeOfThrown(thrown: unknown, nowMs: number): AttemptOutcome {
  if (isNamed(thrown, Snooze) && isWhen(thrown.when)) {
    return {
      kind: "snoozed",
      delayMs: delayUntil(thrown.when, nowMs),
      message: cut(
        text(() => thrown.message),
        MESSAGE_MAX,
      ),
    };
  }
  const error = describeError(thrown, "HANDLER_ERROR");
  if (isNamed(thrown, RetryLater) && isWhen(thrown.when)) {
    return { kind: "failed", error, retryable: true, retryAfterMs: delayUntil(thrown.when, nowMs) };
  }
  return { kind: "failed", error, retryable: !isNamed(thrown, NonRetryableError) };
}

/** What becomes of a job whose type has gone between its start and its turn: another worker may have it. */
export function outcomeOfMissing({ type }: Job): AttemptOutcome {
  const error = describeError(new Error(`this worker has no task type "${type}" any more`), "HANDLER_ERROR");
  return { kind: "failed", error, retryable: true };
}

/** An error as it is recorded: name, message, stack and chain of causes, each cut to a bound. */
export function describeError(thrown: unknown, reason: string): TaskError {
  if (!(thrown instanceof Error)) {
    return { name: "NonError", message: cut(`the handler threw ${inspect(thrown)}`, MESSAGE_MAX), reason };
  }
  const causes = causesOf(thrown);
  const stack = text(() => thrown.stack);
  return {
    name:
      cut(
        text(() => thrown.name),
        200,
      ) || "Error",
    message: cut(
      text(() => thrown.message),
      MESSAGE_MAX,
    ),
    ...(stack !== "" && { stack: cut(stack, STACK_MAX) }),
    ...(causes.length > 0 && { causes }),
    reason,
  };
}

/**
 * By name beside `instanceof`: a handler may have another copy of this package than the worker, and its wish counts all
 * the same.
 */
function isNamed<T extends Error>(thrown: unknown, type: new (...args: never[]) => T): thrown is T {
  return thrown instanceof type || (thrown instanceof Error && thrown.name === type.name);
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < CAUSES_MAX; ) {
    causes.push(cut(cause instanceof Error ? nameAndMessage(cause) : inspect(cause), MESSAGE_MAX));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function nameAndMessage(error: Error): string {
  return `${text(() => error.name)}: ${text(() => error.message)}`;
}

/** An error that only bears the name may lack the time; then it counts as any other. */
function isWhen(when: Partial<Record<"delay" | "at", unknown>> | undefined): when is When {
  if (typeof when !== "object" || when === null) return false;
  const { at, delay } = when;
  return at === undefined ? typeof delay === "string" : at instanceof Date && Number.isFinite(at.getTime());
}

/** A field of an error may hold anything, or be a getter that throws; what is no text is written as such. */
function text(read: () => unknown): string {
  try {
    const value = read();
    return value === undefined || value === null ? "" : typeof value === "string" ? value : inspect(value);
  } catch {
    return "(not readable)";
  }
}

function inspect(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    // Circular, or with a getter that throws: its kind is all that can be said.
    return Object.prototype.toString.call(value);
  }
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}… (${text.length - max} more characters)`;
}

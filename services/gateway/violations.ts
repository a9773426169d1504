import { LongshoreError, type Reason } from "../../core/error.ts";
import type { FieldViolation } from "../../core/error-details.ts";

/** A value as error messages show it: JSON, cut where it becomes long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (text.length <= 80) return text;
  return `${text.slice(0, 79)}…${typeof value === "string" ? '"' : ""}`;
}

/** Gathers what is wrong with a request, so that the caller learns of all of it at once. */
export class Violations {
  readonly #found: FieldViolation[] = [];

  /** @param problem names the value and what is allowed */
  add(field: string, problem: string): void {
    this.#found.push({ field, description: problem });
  }

  get all(): readonly FieldViolation[] {
    return this.#found;
  }

  /** One error for all of them, undefined when nothing is wrong. */
  toError(): LongshoreError | undefined {
    const [first] = this.#found;
    if (first === undefined) return undefined;
    const metadata = { field: first.field, problem: summary(this.#found) };
    return new LongshoreError("FIELD_INVALID", metadata, { violations: this.#found });
  }

  /** Throws one error for all of them; does nothing when nothing is wrong. */
  throwIfAny(): void {
    const error = this.toError();
    if (error !== undefined) throw error;
  }
}

/** What the message says of several violations: the first, and how many more there are. */
export function summary(violations: readonly FieldViolation[]): string {
  const more = violations.length - 1;
  return `${violations[0]?.description ?? ""}${more > 0 ? ` (and ${more} more)` : ""}`;
}

/** The same error for one item of a batch: its fields begin with `prefix`, such as `tasks[3].`. */
export function atItem(error: LongshoreError, prefix: string): LongshoreError {
  if (error.violations.length === 0) return error;
  const { field } = error.metadata;
  const metadata = field === undefined ? error.metadata : { ...error.metadata, field: `${prefix}${field}` };
  const violations = error.violations.map((violation) => ({
    ...violation,
    field: `${prefix}${violation.field}`,
  }));
  const { quota, retryAfterMs } = error;
  return new LongshoreError(error.reason, metadata, { violations, quota, retryAfterMs, cause: error });
}

/** An error of one field with a reason of its own. */
export function refusedField(
  reason: Reason,
  field: string,
  metadata: Readonly<Record<string, string>>,
): LongshoreError {
  const { message } = new LongshoreError(reason, metadata);
  const description = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return new LongshoreError(reason, metadata, { violations: [{ field, description }] });
}

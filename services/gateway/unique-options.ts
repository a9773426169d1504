import type { UniquePolicy } from "../../core/unique-key.ts";
import type {
  _longshore_v1_TaskOptions_UniquePolicy__Output as PolicyOutput,
  TaskOptions__Output,
} from "../../proto/gen/longshore/v1/TaskOptions.ts";
import { readDuration } from "./read-duration.ts";
import type { Violations } from "./violations.ts";

export const MAX_KEY_LENGTH = 256;

/** For how long a key may stay held, in milliseconds. */
const MAX_WINDOW_MS = 365 * 86_400_000;

/** A unique key that a submission asks for, and on what terms. */
export interface UniqueTerms {
  readonly key: string;
  readonly policy: UniquePolicy;
  /** Milliseconds from when the task is accepted. */
  readonly windowMs?: number;
}

/** Reads the unique key of a submission; undefined when it asks for none, or for one that cannot be. */
export function readUniqueTerms(
  given: TaskOptions__Output | null,
  violations: Violations,
): UniqueTerms | undefined {
  if (given === null) return undefined;
  const { uniqueKey: key, uniquePolicy, uniqueWindow } = given;
  const windowMs = readDuration("options.unique_window", uniqueWindow, 1, MAX_WINDOW_MS, violations);
  if (key === undefined) {
    for (const [field, isSet] of [
      ["unique_policy", uniquePolicy !== "UNIQUE_POLICY_UNSPECIFIED"],
      ["unique_window", uniqueWindow !== null],
    ] as const) {
      if (isSet) violations.add(`options.${field}`, "is set, but options.unique_key is not");
    }
    return undefined;
  }
  if (key.length < 1 || key.length > MAX_KEY_LENGTH) {
    violations.add(
      "options.unique_key",
      `${key.length === 0 ? "is empty" : `has ${key.length}`}, must have 1 to ${MAX_KEY_LENGTH} characters`,
    );
    return undefined;
  }
  return { key, policy: POLICIES[uniquePolicy], ...(windowMs !== undefined && { windowMs }) };
}

const POLICIES: Readonly<Record<PolicyOutput, UniquePolicy>> = {
  UNIQUE_POLICY_UNSPECIFIED: "use_existing",
  USE_EXISTING: "use_existing",
  FAIL: "fail",
  REPLACE: "replace",
};

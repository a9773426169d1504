import { InvalidArgumentError } from "commander";
import { DURATION_FORMAT, parseDuration } from "../core/duration.ts";

/** Reads the value of an option such as `--timeout 30s`. Returns milliseconds. */
export function durationValue(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError(`It must be ${DURATION_FORMAT}.`);
  return ms;
}

/** Reads the value of an option such as `--max-retries 3`. */
export function countValue(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Reads one `key=value` and adds it to those before. */
export function labelValue(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("It must be key=value.");
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

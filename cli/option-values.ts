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

/** Reads the value of an option such as `--limit 100`: 1 or more. */
export function limitValue(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

/** Reads the value of an option such as `--rate 0.5`: above 0. */
export function rateValue(text: string): number {
  const rate = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (rate === 0) throw new InvalidArgumentError("It must be a number above 0.");
  return rate;
}

/** Reads a point in time such as `2026-01-31T08:00:00Z`; without a zone it is of this machine's. */
export function timeValue(text: string): Date {
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.test(text);
  const time = new Date(text);
  if (!isTime || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It must be a time such as "2026-01-31T08:00:00Z" or "2026-01-31 08:00".');
  return time;
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

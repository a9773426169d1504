/**
 * Durations and times of the API as milliseconds. Digits finer than a millisecond are cut off, as the API promises.
 */

import type { Duration__Output } from "./gen/google/protobuf/Duration.ts";
import type { Timestamp__Output } from "./gen/google/protobuf/Timestamp.ts";

/** The largest `Duration` that protobuf allows, either way: about 10,000 years. */
const MAX_DURATION_SECONDS = 315_576_000_000;

/** `Timestamp` runs from the beginning of the year 1 to the end of the year 9999. */
const MIN_TIMESTAMP_SECONDS = -62_135_596_800;
const MAX_TIMESTAMP_SECONDS = 253_402_300_799;

const MAX_NANOS = 999_999_999;
const NANOS_PER_MS = 1_000_000;

/**
 * A `Duration` in whole milliseconds, towards zero; negative ones are valid here. Undefined when it is out of
 * protobuf's range, or when seconds and nanos point in different directions.
 */
export function durationToMs(duration: Duration__Output): number | undefined {
  const seconds = wholeNumber(duration.seconds);
  const { nanos } = duration;
  if (seconds === undefined || Math.abs(seconds) > MAX_DURATION_SECONDS) return undefined;
  if (!Number.isInteger(nanos) || Math.abs(nanos) > MAX_NANOS || seconds * nanos < 0) return undefined;
  // "+ 0" because -0 would travel on into JSON and comparisons.
  return seconds * 1000 + Math.trunc(nanos / NANOS_PER_MS) + 0;
}

/**
 * Whole milliseconds, negative or not, as a `Duration`.
 * Throws RangeError for anything that is none or out of protobuf's range: that is a fault of the calling code.
 */
export function msToDuration(ms: number): Duration__Output {
  if (!Number.isSafeInteger(ms) || Math.abs(ms) > MAX_DURATION_SECONDS * 1000) {
    throw new RangeError(`${ms} ms is not a duration`);
  }
  const seconds = Math.trunc(ms / 1000);
  return { seconds: String(seconds), nanos: (ms - seconds * 1000) * NANOS_PER_MS };
}

/**
 * A `Timestamp` in whole milliseconds since 1970, towards the past. Undefined when it is out of protobuf's range, the
 * years 1 to 9999.
 */
export function timestampToMs(timestamp: Timestamp__Output): number | undefined {
  const seconds = wholeNumber(timestamp.seconds);
  const { nanos } = timestamp;
  if (seconds === undefined || seconds < MIN_TIMESTAMP_SECONDS || seconds > MAX_TIMESTAMP_SECONDS)
    return undefined;
  if (!Number.isInteger(nanos) || nanos < 0 || nanos > MAX_NANOS) return undefined;
  return seconds * 1000 + Math.floor(nanos / NANOS_PER_MS);
}

/**
 * Whole milliseconds since 1970 as a `Timestamp`.
 * Throws RangeError for anything that is none or outside the years 1 to 9999: that is a fault of the calling code.
 */
export function msToTimestamp(ms: number): Timestamp__Output {
  const seconds = Math.floor(ms / 1000);
  if (!Number.isSafeInteger(ms) || seconds < MIN_TIMESTAMP_SECONDS || seconds > MAX_TIMESTAMP_SECONDS) {
    throw new RangeError(`${ms} ms since 1970 is not a time`);
  }
  return { seconds: String(seconds), nanos: (ms - seconds * 1000) * NANOS_PER_MS };
}

/** 64-bit numbers come as text. */
function wholeNumber(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

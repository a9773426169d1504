import type { Duration__Output } from "../proto/gen/google/protobuf/Duration.ts";
import type { Timestamp__Output } from "../proto/gen/google/protobuf/Timestamp.ts";
import { durationToMs, timestampToMs } from "../proto/time.ts";

/** The time of a message; undefined where there is none, or none that can be read. */
export function readTime(timestamp: Timestamp__Output | null): Date | undefined {
  const ms = timestamp === null ? undefined : timestampToMs(timestamp);
  return ms === undefined ? undefined : new Date(ms);
}

/** The same for a time that is always there. Should a server leave it out, it is 1970. */
export function readKnownTime(timestamp: Timestamp__Output | null): Date {
  return readTime(timestamp) ?? new Date(0);
}

/** Milliseconds of a duration that is always there. Should a server leave it out, it is 0. */
export function readMs(duration: Duration__Output | null): number {
  return duration === null ? 0 : (durationToMs(duration) ?? 0);
}

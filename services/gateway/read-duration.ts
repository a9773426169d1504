import { formatDuration } from "../../core/duration.ts";
import type { Duration__Output } from "../../proto/gen/google/protobuf/Duration.ts";
import { durationToMs } from "../../proto/time.ts";
import type { Violations } from "./violations.ts";

/** Milliseconds, undefined when nothing was given or it is out of bounds, which is noted. Both bounds are included. */
export function readDuration(
  field: string,
  duration: Duration__Output | null | undefined,
  minMs: number,
  maxMs: number,
  violations: Violations,
): number | undefined {
  if (duration === null || duration === undefined) return undefined;
  const ms = durationToMs(duration);
  if (ms !== undefined && ms >= minMs && ms <= maxMs) return ms;
  const given = ms === undefined ? "no valid duration" : ms < 0 ? "negative" : formatDuration(ms);
  violations.add(field, `is ${given}, must be from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`);
  return undefined;
}

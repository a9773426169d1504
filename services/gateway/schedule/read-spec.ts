import { formatDuration } from "../../../core/duration.ts";
import {
  INTERVAL_MAX_MS,
  INTERVAL_MIN_MS,
  nextTick,
  type ScheduleDefinition,
  type ScheduleSpec,
} from "../../../core/schedule.ts";
import type { Timestamp__Output } from "../../../proto/gen/google/protobuf/Timestamp.ts";
import type {
  _longshore_v1_Schedule_Cron__Output as Cron,
  _longshore_v1_Schedule_Interval__Output as Interval,
  Schedule__Output,
} from "../../../proto/gen/longshore/v1/Schedule.ts";
import { timestampToMs } from "../../../proto/time.ts";
import { checkCron, isTimeZone, nextOfCron, timeZones } from "../../../runtime/cron.ts";
import { readDuration } from "../read-duration.ts";
import { nearestNames } from "../task-types.ts";
import { quoted, refusedField, type Violations } from "../violations.ts";

/** When a schedule ticks, as far as a request says. */
export type ReadTimes = Pick<ScheduleDefinition, "spec" | "startMs" | "endMs" | "sinceMs">;

/**
 * Reads when a schedule is to tick; undefined when that cannot be read, which is noted. Throws CRON_NEVER_FIRES, unless
 * something else is wrong as well.
 *
 * @param createdMs from when intervals are counted that name no anchor
 */
export function readTimes(
  schedule: Schedule__Output,
  nowMs: number,
  createdMs: number,
  violations: Violations,
): ReadTimes | undefined {
  const spec = readSpec(schedule, nowMs, createdMs, violations);
  const startMs = readTime("schedule.start_time", schedule.startTime, violations);
  const endMs = readTime("schedule.end_time", schedule.endTime, violations);
  if (startMs !== undefined && endMs !== undefined && endMs <= startMs)
    violations.add("schedule.end_time", `is ${iso(endMs)}, must be after start_time, ${iso(startMs)}`);
  if (spec === undefined || violations.all.length > 0) return undefined;
  const times = {
    spec,
    sinceMs: nowMs,
    ...(startMs !== undefined && { startMs }),
    ...(endMs !== undefined && { endMs }),
  };
  if (endMs !== undefined && nextTick(times, nowMs, nextOfCron) === undefined)
    violations.add("schedule.end_time", `is ${iso(endMs)}: there is no tick between now and then`);
  return times;
}

function readSpec(
  { spec, cron, interval }: Schedule__Output,
  nowMs: number,
  createdMs: number,
  violations: Violations,
): ScheduleSpec | undefined {
  if (spec === "cron" && cron) return readCron(cron, nowMs, violations);
  if (spec === "interval" && interval) return readInterval(interval, createdMs, violations);
  violations.add("schedule.spec", "is not set: set cron or interval");
  return undefined;
}

function readCron(
  { expression, timeZone }: Cron,
  nowMs: number,
  violations: Violations,
): ScheduleSpec | undefined {
  const zone = timeZone === "" ? "UTC" : timeZone;
  const hasZone = isTimeZone(zone);
  if (!hasZone) {
    const known = nearestNames(zone.slice(0, 64), timeZones(), "there is none");
    violations.add("schedule.cron.time_zone", `${quoted(zone)} is no time zone; ${known}`);
  }
  const checked = checkCron(expression, nowMs);
  if (!checked.ok && checked.why === "invalid")
    violations.add("schedule.cron.expression", `${quoted(expression)}: ${checked.problem}`);
  if (!checked.ok && checked.why === "never" && violations.all.length === 0)
    throw refusedField("CRON_NEVER_FIRES", "schedule.cron.expression", { cron: expression });
  return hasZone && checked.ok ? { kind: "cron", cron: expression, timeZone: zone } : undefined;
}

function readInterval(
  { every, anchor }: Interval,
  createdMs: number,
  violations: Violations,
): ScheduleSpec | undefined {
  const field = "schedule.interval.every";
  if (every === null) violations.add(field, "is not set");
  const everyMs = readDuration(field, every, INTERVAL_MIN_MS, INTERVAL_MAX_MS, violations);
  const anchorMs = readTime("schedule.interval.anchor", anchor, violations) ?? createdMs;
  return everyMs === undefined ? undefined : { kind: "interval", everyMs, anchorMs };
}

/** So many ticks are looked at to find the shortest time between two. */
const LOOK_AHEAD = 10;
/** The same for a limit, which nobody should get around by a pattern that begins slowly. */
const LOOK_AHEAD_FOR_LIMIT = 1_000;

/** Notes a jitter that is longer than the time between two of the next ticks. */
export function checkJitter(jitterMs: number, times: ReadTimes, nowMs: number, violations: Violations): void {
  if (jitterMs === 0) return;
  const shortestMs = shortestGap(times, nowMs, LOOK_AHEAD);
  if (jitterMs <= shortestMs) return;
  const problem = `is ${formatDuration(jitterMs)}, must not be longer than the time between two ticks, ${formatDuration(shortestMs)}`;
  violations.add("schedule.jitter", problem);
}

/** Notes a schedule that ticks more often than its project may have it. */
export function checkInterval(
  limitMs: number,
  times: ReadTimes,
  nowMs: number,
  violations: Violations,
): void {
  // No schedule can tick more often than that.
  if (limitMs <= INTERVAL_MIN_MS) return;
  const shortestMs = shortestGap(times, nowMs, LOOK_AHEAD_FOR_LIMIT);
  if (shortestMs >= limitMs) return;
  const problem = `ticks every ${formatDuration(shortestMs)}, the shortest time that this project may have is ${formatDuration(limitMs)}`;
  violations.add(
    times.spec.kind === "cron" ? "schedule.cron.expression" : "schedule.interval.every",
    problem,
  );
}

function shortestGap(times: ReadTimes, nowMs: number, count: number): number {
  if (times.spec.kind === "interval") return times.spec.everyMs;
  let shortest = Number.POSITIVE_INFINITY;
  let last: number | undefined;
  for (const tick of ticksAfter(times, nowMs, count)) {
    if (last !== undefined) shortest = Math.min(shortest, tick - last);
    last = tick;
  }
  return shortest;
}

/** The next ticks, at most so many, in milliseconds since 1970. */
export function ticksAfter(times: ReadTimes, nowMs: number, count: number): readonly number[] {
  const ticks: number[] = [];
  for (let tick = nextTick(times, nowMs, nextOfCron); tick !== undefined && ticks.length < count; ) {
    ticks.push(tick);
    tick = nextTick(times, tick, nextOfCron);
  }
  return ticks;
}

function readTime(
  field: string,
  time: Timestamp__Output | null | undefined,
  violations: Violations,
): number | undefined {
  if (time === null || time === undefined) return undefined;
  const ms = timestampToMs(time);
  if (ms === undefined) violations.add(field, "is no valid time, must be in the years 1 to 9999");
  return ms;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

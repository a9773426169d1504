import type { ScheduleDefinition } from "../../../core/schedule.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { UpdateScheduleRequest__Output } from "../../../proto/gen/longshore/v1/UpdateScheduleRequest.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { type ReadSchedule, readSchedule } from "../schedule/read-schedule.ts";
import { changeSchedule, scheduleChanged } from "../schedule/stored-schedule.ts";

/**
 * Replaces what a schedule says of itself; its pause and its counts stay. Throws what is wrong with it, SCHEDULE_NOT_FOUND,
 * SCHEDULE_CHANGED, BROKER_UNAVAILABLE.
 */
export async function updateSchedule(
  { schedule }: UpdateScheduleRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Schedule> {
  const { id } = readSchedule(schedule, caller, deps, Math.round(deps.storeClock.nowMs()));
  const key = { project: caller.project, id };
  return changeSchedule(key, deps, (found, nowMs) => {
    const etag = schedule?.etag ?? "";
    if (etag !== "" && etag !== String(found.revision)) throw scheduleChanged(key);
    return replace(found.value, readSchedule(schedule, caller, deps, nowMs, found.value.createdMs), nowMs);
  });
}

function replace(before: ScheduleDefinition, given: ReadSchedule, nowMs: number): ScheduleDefinition {
  const { project, paused, pauseReason, createdMs } = before;
  return {
    ...given,
    version: 1,
    project,
    paused,
    ...(pauseReason !== undefined && { pauseReason }),
    createdMs,
    updatedMs: nowMs,
    sinceMs: timesOf(before) === timesOf(given) ? before.sinceMs : nowMs,
  };
}

/** Equal for two that tick at the same times. */
function timesOf({ spec, startMs, endMs }: Pick<ScheduleDefinition, "spec" | "startMs" | "endMs">): string {
  const parts = spec.kind === "cron" ? [spec.cron, spec.timeZone] : [spec.everyMs, spec.anchorMs];
  return JSON.stringify([...parts, startMs ?? null, endMs ?? null]);
}

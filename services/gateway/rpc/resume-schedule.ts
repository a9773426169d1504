import type { ResumeScheduleRequest__Output } from "../../../proto/gen/longshore/v1/ResumeScheduleRequest.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Caller } from "../caller.ts";
import { changeSchedule, readScheduleKey, type ScheduleDeps } from "../schedule/stored-schedule.ts";

/** Lets a schedule tick again from now on. Throws FIELD_INVALID, SCHEDULE_NOT_FOUND, SCHEDULE_CHANGED, BROKER_UNAVAILABLE. */
export async function resumeSchedule(
  { scheduleId }: ResumeScheduleRequest__Output,
  caller: Caller,
  deps: ScheduleDeps,
): Promise<Schedule> {
  const key = readScheduleKey(caller.project, scheduleId);
  return changeSchedule(key, deps, ({ value }, nowMs) => {
    if (!value.paused) return undefined;
    const { pauseReason: _, ...rest } = value;
    return { ...rest, paused: false, updatedMs: nowMs, sinceMs: nowMs };
  });
}

import type { PauseScheduleRequest__Output } from "../../../proto/gen/longshore/v1/PauseScheduleRequest.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Caller } from "../caller.ts";
import { checkReason } from "../reason.ts";
import { changeSchedule, readScheduleKey, type ScheduleDeps } from "../schedule/stored-schedule.ts";

/** Lets a schedule rest. Throws FIELD_INVALID, SCHEDULE_NOT_FOUND, SCHEDULE_CHANGED, BROKER_UNAVAILABLE. */
export async function pauseSchedule(
  request: PauseScheduleRequest__Output,
  caller: Caller,
  deps: ScheduleDeps,
): Promise<Schedule> {
  const reason = checkReason(request.reason);
  const key = readScheduleKey(caller.project, request.scheduleId);
  return changeSchedule(key, deps, ({ value }, nowMs) => {
    const { pauseReason = "", ...rest } = value;
    if (rest.paused && pauseReason === reason) return undefined;
    return { ...rest, paused: true, ...(reason !== "" && { pauseReason: reason }), updatedMs: nowMs };
  });
}

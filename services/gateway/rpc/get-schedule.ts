import type { GetScheduleRequest__Output } from "../../../proto/gen/longshore/v1/GetScheduleRequest.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Caller } from "../caller.ts";
import {
  findSchedule,
  readScheduleKey,
  type ScheduleDeps,
  showSchedule,
} from "../schedule/stored-schedule.ts";

/** Shows a schedule. Throws FIELD_INVALID, SCHEDULE_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function getSchedule(
  { scheduleId }: GetScheduleRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: ScheduleDeps,
): Promise<Schedule> {
  return showSchedule(await findSchedule(readScheduleKey(project, scheduleId), deps), deps);
}

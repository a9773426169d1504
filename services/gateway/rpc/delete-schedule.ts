import type { DeleteScheduleRequest__Output } from "../../../proto/gen/longshore/v1/DeleteScheduleRequest.ts";
import type { DeleteScheduleResponse } from "../../../proto/gen/longshore/v1/DeleteScheduleResponse.ts";
import type { Caller } from "../caller.ts";
import {
  findSchedule,
  readScheduleKey,
  type ScheduleDeps,
  scheduleChanged,
} from "../schedule/stored-schedule.ts";
import { fromStore } from "../store-error.ts";

/** How often it is tried when somebody else changes the schedule in between. */
const TRIES = 5;

/** Deletes a schedule; what it has fired stays. Throws FIELD_INVALID, SCHEDULE_NOT_FOUND, SCHEDULE_CHANGED, BROKER_UNAVAILABLE. */
export async function deleteSchedule(
  { scheduleId }: DeleteScheduleRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: ScheduleDeps,
): Promise<DeleteScheduleResponse> {
  const key = readScheduleKey(project, scheduleId);
  for (let i = 0; i < TRIES; i++) {
    const { revision } = await findSchedule(key, deps);
    if (!(await fromStore(deps.schedules.remove(key, revision)))) continue;
    return {};
  }
  throw scheduleChanged(key);
}

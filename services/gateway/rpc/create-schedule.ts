import { LongshoreError } from "../../../core/error.ts";
import type { ScheduleDefinition } from "../../../core/schedule.ts";
import type { CreateScheduleRequest__Output } from "../../../proto/gen/longshore/v1/CreateScheduleRequest.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readSchedule } from "../schedule/read-schedule.ts";
import { showSchedule } from "../schedule/stored-schedule.ts";
import { fromStore } from "../store-error.ts";

/** Stores a new schedule. Throws what is wrong with it, SCHEDULE_EXISTS, BROKER_UNAVAILABLE. */
export async function createSchedule(
  { schedule }: CreateScheduleRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<Schedule> {
  const nowMs = Math.round(deps.storeClock.nowMs());
  const { project } = caller;
  const definition: ScheduleDefinition = {
    ...readSchedule(schedule, caller, deps, nowMs),
    version: 1,
    project,
    paused: false,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  const written = await fromStore(deps.schedules.writeDefinition(definition, 0));
  if (!written.ok) throw new LongshoreError("SCHEDULE_EXISTS", { schedule_id: definition.id });
  return showSchedule({ value: definition, revision: written.revision }, deps);
}

import { LongshoreError } from "../../../core/error.ts";
import type { ScheduleDefinition } from "../../../core/schedule.ts";
import type { CreateScheduleRequest__Output } from "../../../proto/gen/longshore/v1/CreateScheduleRequest.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readSchedule } from "../schedule/read-schedule.ts";
import { showSchedule } from "../schedule/stored-schedule.ts";
import { fromStore } from "../store-error.ts";

/** Stores a new schedule. Throws what is wrong with it, SCHEDULE_EXISTS, SCHEDULE_LIMIT_EXCEEDED, BROKER_UNAVAILABLE. */
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
  await checkCount(project, deps);
  const written = await fromStore(deps.schedules.writeDefinition(definition, 0));
  if (!written.ok) throw new LongshoreError("SCHEDULE_EXISTS", { schedule_id: definition.id });
  return showSchedule({ value: definition, revision: written.revision }, deps);
}

async function checkCount(project: string, { schedules, limits }: Deps): Promise<void> {
  const limit = limits.book.project(project).maxSchedules;
  const { length: count } = await fromStore(schedules.ids(project));
  if (count < limit) return;
  const metadata = { name: project, count: String(count), limit: String(limit) };
  throw new LongshoreError("SCHEDULE_LIMIT_EXCEEDED", metadata, {
    quota: { subject: `project:${project}`, description: `${limit} schedules` },
  });
}

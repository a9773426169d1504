import { invalidField } from "../../../core/error.ts";
import type { PreviewScheduleRequest__Output } from "../../../proto/gen/longshore/v1/PreviewScheduleRequest.ts";
import type { PreviewScheduleResponse } from "../../../proto/gen/longshore/v1/PreviewScheduleResponse.ts";
import { msToTimestamp } from "../../../proto/time.ts";
import { localTime } from "../../../runtime/cron.ts";
import type { Caller } from "../caller.ts";
import { type ReadTimes, readTimes, ticksAfter } from "../schedule/read-spec.ts";
import { findSchedule, readScheduleKey, type ScheduleDeps } from "../schedule/stored-schedule.ts";
import { Violations } from "../violations.ts";

const DEFAULT_COUNT = 10;
const MAX_COUNT = 100;

/** Tells the next ticks. Throws FIELD_INVALID, CRON_NEVER_FIRES, SCHEDULE_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function previewSchedule(
  request: PreviewScheduleRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: ScheduleDeps,
): Promise<PreviewScheduleResponse> {
  const { count } = request;
  if (count < 0 || count > MAX_COUNT)
    throw invalidField("count", `is ${count}, must be from 0 to ${MAX_COUNT}`);
  const nowMs = Math.round(deps.storeClock.nowMs());
  const times = await timesOf(request, project, nowMs, deps);
  const timeZone = times.spec.kind === "cron" ? times.spec.timeZone : "UTC";
  const ticks = ticksAfter(times, nowMs, count || DEFAULT_COUNT);
  return {
    ticks: ticks.map((ms) => ({ time: msToTimestamp(ms), localTime: localTime(ms, timeZone) })),
    timeZone,
  };
}

async function timesOf(
  { target, scheduleId, schedule }: PreviewScheduleRequest__Output,
  project: string,
  nowMs: number,
  deps: ScheduleDeps,
): Promise<ReadTimes> {
  if (target === "scheduleId")
    return (await findSchedule(readScheduleKey(project, scheduleId ?? ""), deps)).value;
  if (target !== "schedule" || !schedule)
    throw invalidField("target", "is not set: set schedule_id or schedule");
  const violations = new Violations();
  const times = readTimes(schedule, nowMs, nowMs, violations);
  violations.throwIfAny();
  if (times === undefined) throw new Error("a fault of a schedule was not noted");
  return times;
}

import { LongshoreError } from "../../../core/error.ts";
import type { ScheduleDefinition } from "../../../core/schedule.ts";
import type { Revised, ScheduleKey } from "../../../jetstream/schedules.ts";
import type { Schedule } from "../../../proto/gen/longshore/v1/Schedule.ts";
import type { Deps } from "../deps.ts";
import { fromStore } from "../store-error.ts";
import { Violations } from "../violations.ts";
import { checkScheduleId } from "./read-schedule.ts";
import { scheduleToProto } from "./schedule-view.ts";

/** What the methods of ScheduleService work with. */
export type ScheduleDeps = Pick<Deps, "schedules" | "storeClock">;

/** How often a change is tried when somebody else changes the schedule in between. */
const TRIES = 5;

/** The schedule that a request names, within the caller's project. Throws FIELD_INVALID when the id is none. */
export function readScheduleKey(project: string, id: string): ScheduleKey {
  const violations = new Violations();
  checkScheduleId("schedule_id", id, violations);
  violations.throwIfAny();
  return { project, id };
}

/** Reads a schedule. Throws SCHEDULE_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function findSchedule(
  key: ScheduleKey,
  { schedules }: Pick<Deps, "schedules">,
): Promise<Revised<ScheduleDefinition>> {
  const found = await fromStore(schedules.readDefinition(key));
  if (found === undefined) throw new LongshoreError("SCHEDULE_NOT_FOUND", { schedule_id: key.id });
  return found;
}

/** A schedule as the API shows it, with what became of its ticks. Throws BROKER_UNAVAILABLE. */
export async function showSchedule(
  found: Revised<ScheduleDefinition>,
  deps: ScheduleDeps,
): Promise<Schedule> {
  const state = await fromStore(deps.schedules.readState(found.value));
  return scheduleToProto(found, state?.value, deps.storeClock.nowMs());
}

/**
 * Changes a schedule, and decides anew when somebody else changes it in between. `change` returns undefined where there is
 * nothing to change. Throws SCHEDULE_NOT_FOUND, SCHEDULE_CHANGED, and what `change` throws.
 */
export async function changeSchedule(
  key: ScheduleKey,
  deps: ScheduleDeps,
  change: (found: Revised<ScheduleDefinition>, nowMs: number) => ScheduleDefinition | undefined,
): Promise<Schedule> {
  for (let i = 0; i < TRIES; i++) {
    const found = await findSchedule(key, deps);
    const value = change(found, Math.round(deps.storeClock.nowMs()));
    if (value === undefined) return showSchedule(found, deps);
    const written = await fromStore(deps.schedules.writeDefinition(value, found.revision));
    if (!written.ok) continue;
    return showSchedule({ value, revision: written.revision }, deps);
  }
  throw scheduleChanged(key);
}

/** Somebody else was faster. */
export function scheduleChanged({ id }: ScheduleKey): LongshoreError {
  return new LongshoreError("SCHEDULE_CHANGED", { schedule_id: id });
}

import type { ListSchedulesResponse__Output } from "../proto/gen/longshore/v1/ListSchedulesResponse.ts";
import type { PreviewScheduleResponse__Output } from "../proto/gen/longshore/v1/PreviewScheduleResponse.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readKnownTime } from "./read-time.ts";
import {
  type ComingTick,
  type NewSchedule,
  readSchedule,
  type Schedule,
  type ScheduleTimes,
  writeSchedule,
  writeTimes,
} from "./schedule.ts";
import { readTask, type Task } from "./task.ts";

/** One page of schedules. */
export interface SchedulePage {
  readonly schedules: readonly Schedule[];
  /** Absent when this was the last page. */
  readonly nextPageToken?: string;
}

/** Calls that submit tasks again and again, and steer that. */
export interface ScheduleCalls {
  /** Stores a new schedule, which ticks from then on. */
  createSchedule(schedule: NewSchedule, options?: CallOptions): Promise<Schedule>;
  /** The schedule, with its next tick and what became of its last one. */
  getSchedule(scheduleId: string, options?: CallOptions): Promise<Schedule>;
  /** The schedules of the project by id, at most `pageSize` (default 50) at a time. */
  listSchedules(
    options?: CallOptions & { readonly pageSize?: number; readonly pageToken?: string },
  ): Promise<SchedulePage>;
  /** Replaces all that a schedule says of itself; what is left out gets its default. */
  updateSchedule(schedule: NewSchedule, options?: CallOptions): Promise<Schedule>;
  /** Deletes a schedule; the tasks that it has fired stay. */
  deleteSchedule(scheduleId: string, options?: CallOptions): Promise<void>;
  /** Lets a schedule rest until it is resumed; what would be ticks meanwhile are none. */
  pauseSchedule(scheduleId: string, options?: CallOptions & { readonly reason?: string }): Promise<Schedule>;
  resumeSchedule(scheduleId: string, options?: CallOptions): Promise<Schedule>;
  /** Submits the task of a schedule once, now. */
  triggerSchedule(scheduleId: string, options?: CallOptions): Promise<Task>;
  /** The next ticks (default 10) of a stored schedule, or of one that is not stored. */
  previewSchedule(
    target: string | ScheduleTimes,
    options?: CallOptions & { readonly count?: number },
  ): Promise<readonly ComingTick[]>;
}

/** How long a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** These calls over a channel. */
export function scheduleCalls({ schedules, metadata }: Channel): ScheduleCalls {
  const within = (signal: AbortSignal | undefined) => ({ timeoutMs: CALL_MS, signal });
  return {
    async createSchedule(schedule, { signal } = {}) {
      const request = { schedule: writeSchedule(schedule) };
      return readSchedule(
        await call(
          (settings, done) => schedules.CreateSchedule(request, metadata(), settings, done),
          within(signal),
        ),
      );
    },

    async getSchedule(scheduleId, { signal } = {}) {
      return readSchedule(
        await call(
          (settings, done) => schedules.GetSchedule({ scheduleId }, metadata(), settings, done),
          within(signal),
        ),
      );
    },

    async listSchedules({ pageSize = 0, pageToken = "", signal } = {}) {
      const page = await call<ListSchedulesResponse__Output>(
        (settings, done) => schedules.ListSchedules({ pageSize, pageToken }, metadata(), settings, done),
        within(signal),
      );
      const { nextPageToken } = page;
      return { schedules: page.schedules.map(readSchedule), ...(nextPageToken !== "" && { nextPageToken }) };
    },

    async updateSchedule(schedule, { signal } = {}) {
      const request = { schedule: writeSchedule(schedule) };
      return readSchedule(
        await call(
          (settings, done) => schedules.UpdateSchedule(request, metadata(), settings, done),
          within(signal),
        ),
      );
    },

    async deleteSchedule(scheduleId, { signal } = {}) {
      await call(
        (settings, done) => schedules.DeleteSchedule({ scheduleId }, metadata(), settings, done),
        within(signal),
      );
    },

    async pauseSchedule(scheduleId, { reason = "", signal } = {}) {
      return readSchedule(
        await call(
          (settings, done) => schedules.PauseSchedule({ scheduleId, reason }, metadata(), settings, done),
          within(signal),
        ),
      );
    },

    async resumeSchedule(scheduleId, { signal } = {}) {
      return readSchedule(
        await call(
          (settings, done) => schedules.ResumeSchedule({ scheduleId }, metadata(), settings, done),
          within(signal),
        ),
      );
    },

    async triggerSchedule(scheduleId, { signal } = {}) {
      return readTask(
        await call(
          (settings, done) => schedules.TriggerSchedule({ scheduleId }, metadata(), settings, done),
          within(signal),
        ),
      );
    },

    async previewSchedule(target, { count = 0, signal } = {}) {
      const request =
        typeof target === "string" ? { scheduleId: target, count } : { schedule: writeTimes(target), count };
      const { ticks } = await call<PreviewScheduleResponse__Output>(
        (settings, done) => schedules.PreviewSchedule(request, metadata(), settings, done),
        within(signal),
      );
      return ticks.map(({ time, localTime }) => ({ time: readKnownTime(time), localTime }));
    },
  };
}

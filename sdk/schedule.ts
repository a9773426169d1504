import type {
  _longshore_v1_Schedule_Tick_Outcome__Output as ProtoOutcome,
  _longshore_v1_Schedule_OverlapPolicy__Output as ProtoOverlap,
  Schedule as ProtoSchedule,
  Schedule__Output,
} from "../proto/gen/longshore/v1/Schedule.ts";
import type { SubmitTaskRequest__Output } from "../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { valueToJson } from "../proto/json-value.ts";
import { priorityFromProto } from "../proto/priority.ts";
import { msToDuration, msToTimestamp } from "../proto/time.ts";
import { readKnownTime, readMs, readTime } from "./read-time.ts";
import { type Submission, writeSubmission } from "./submission.ts";

/** What a tick does while the task that the schedule fired last has not ended. */
export type OverlapPolicy = Exclude<ProtoOverlap, "OVERLAP_POLICY_UNSPECIFIED">;

/** What became of a tick. */
export type TickOutcome = Exclude<ProtoOutcome, "OUTCOME_UNSPECIFIED">;

/** When a schedule ticks: exactly one of `cron` and `everyMs` is set. */
export interface ScheduleTimes {
  /** A cron expression of five fields, of six with seconds, or a name such as `@daily`. */
  readonly cron?: string;
  /** The time zone of `cron`. Default `UTC`. */
  readonly timeZone?: string;
  /** The time between two ticks, in milliseconds. */
  readonly everyMs?: number;
  /** A moment from which `everyMs` is counted. Default: when the schedule is created. */
  readonly anchor?: Date;
  /** The first moment that may be a tick. */
  readonly startTime?: Date;
  /** The first moment that may be none any more. */
  readonly endTime?: Date;
}

/** A schedule to store. */
export interface NewSchedule extends ScheduleTimes {
  readonly scheduleId: string;
  /** What each tick submits. */
  readonly task: Submission;
  /** Default `SKIP`. */
  readonly overlapPolicy?: OverlapPolicy;
  /** How late a tick may still fire, in milliseconds. Default 60,000. */
  readonly catchUpWindowMs?: number;
  /** Up to how much later each tick fires, in milliseconds. Default 0. */
  readonly jitterMs?: number;
  /** For `updateSchedule`: change it only if this is still its version. */
  readonly etag?: string;
}

/** A schedule as the API shows it: times are Dates. A field that is not set is absent. */
export interface Schedule extends NewSchedule {
  readonly overlapPolicy: OverlapPolicy;
  readonly catchUpWindowMs: number;
  readonly jitterMs: number;
  readonly paused: boolean;
  readonly pauseReason?: string;
  readonly nextTime?: Date;
  readonly lastTick?: {
    readonly time: Date;
    readonly outcome: TickOutcome;
    readonly taskId?: string;
    readonly problem?: string;
  };
  readonly firedCount: number;
  readonly skippedCount: number;
  readonly missedCount: number;
  readonly failedCount: number;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly etag: string;
}

/** One coming tick. */
export interface ComingTick {
  readonly time: Date;
  /** As clocks at the place show it, with their offset: `2026-03-29T03:00:00+02:00`. */
  readonly localTime: string;
}

/** When a schedule ticks, as its message. Throws RangeError for a duration or time that is none. */
export function writeTimes(times: ScheduleTimes): ProtoSchedule {
  const { cron, timeZone = "", everyMs, anchor, startTime, endTime } = times;
  return {
    ...(cron !== undefined && { cron: { expression: cron, timeZone } }),
    ...(everyMs !== undefined && {
      interval: {
        every: msToDuration(everyMs),
        ...(anchor !== undefined && { anchor: msToTimestamp(anchor.getTime()) }),
      },
    }),
    ...(startTime !== undefined && { startTime: msToTimestamp(startTime.getTime()) }),
    ...(endTime !== undefined && { endTime: msToTimestamp(endTime.getTime()) }),
  };
}

/** A schedule as its message. Throws as `writeTimes` and `writeSubmission` do. */
export function writeSchedule(schedule: NewSchedule): ProtoSchedule {
  const { scheduleId, task, overlapPolicy, catchUpWindowMs, jitterMs, etag } = schedule;
  return {
    scheduleId,
    ...writeTimes(schedule),
    task: writeSubmission(task),
    ...(overlapPolicy !== undefined && { overlapPolicy }),
    ...(catchUpWindowMs !== undefined && { catchUpWindow: msToDuration(catchUpWindowMs) }),
    ...(jitterMs !== undefined && { jitter: msToDuration(jitterMs) }),
    ...(etag !== undefined && { etag }),
  };
}

/** The schedule that a message stands for. */
export function readSchedule(schedule: Schedule__Output): Schedule {
  const { lastTick, overlapPolicy } = schedule;
  return {
    scheduleId: schedule.scheduleId,
    ...readTimes(schedule),
    task: readTemplate(schedule.task),
    overlapPolicy: overlapPolicy === "OVERLAP_POLICY_UNSPECIFIED" ? "SKIP" : overlapPolicy,
    catchUpWindowMs: readMs(schedule.catchUpWindow),
    jitterMs: readMs(schedule.jitter),
    paused: schedule.paused,
    ...text("pauseReason", schedule.pauseReason),
    ...time("nextTime", readTime(schedule.nextTime)),
    ...(lastTick !== null && {
      lastTick: {
        time: readKnownTime(lastTick.time),
        outcome: lastTick.outcome === "OUTCOME_UNSPECIFIED" ? "FAILED" : lastTick.outcome,
        ...text("taskId", lastTick.taskId),
        ...text("problem", lastTick.problem),
      },
    }),
    firedCount: Number(schedule.firedCount),
    skippedCount: Number(schedule.skippedCount),
    missedCount: Number(schedule.missedCount),
    failedCount: Number(schedule.failedCount),
    createTime: readKnownTime(schedule.createTime),
    updateTime: readKnownTime(schedule.updateTime),
    etag: schedule.etag,
  };
}

function readTimes({ cron, interval, startTime, endTime }: Schedule__Output): ScheduleTimes {
  return {
    ...(cron && { cron: cron.expression, timeZone: cron.timeZone }),
    ...(interval && { everyMs: readMs(interval.every), ...time("anchor", readTime(interval.anchor)) }),
    ...time("startTime", readTime(startTime)),
    ...time("endTime", readTime(endTime)),
  };
}

function readTemplate(task: SubmitTaskRequest__Output | null): Submission {
  if (task === null) return { type: "" };
  const { type, queue, payload, payloadBytes, labels, options } = task;
  const priority = priorityFromProto(task.priority);
  const retry = options?.retry;
  return {
    type,
    queue,
    ...(priority !== undefined && { priority }),
    labels,
    ...(payload && { payload: valueToJson(payload) }),
    ...(payloadBytes && { payload: payloadBytes.data, payloadContentType: payloadBytes.contentType }),
    ...(options?.startTimeout && { startTimeoutMs: readMs(options.startTimeout) }),
    ...(options?.totalTimeout && { totalTimeoutMs: readMs(options.totalTimeout) }),
    ...(options?.softLimit && { softLimitMs: readMs(options.softLimit) }),
    ...(options?.hardLimit && { hardLimitMs: readMs(options.hardLimit) }),
    ...(retry && {
      retry: {
        ...(retry.maxRetries !== undefined && { maxRetries: retry.maxRetries }),
        backoffMs: retry.backoff.map(readMs),
        jitter: retry.jitter === "FULL" ? "full" : "none",
      },
    }),
    ...(options?.resultTtl && { resultTtlMs: readMs(options.resultTtl) }),
  };
}

function time<Key extends string>(key: Key, date: Date | undefined): { [K in Key]?: Date } {
  return date === undefined ? {} : ({ [key]: date } as { [K in Key]?: Date });
}

function text<Key extends string>(key: Key, value: string): { [K in Key]?: string } {
  return value === "" ? {} : ({ [key]: value } as { [K in Key]?: string });
}

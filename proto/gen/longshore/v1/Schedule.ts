// Original file: proto/longshore/v1/schedule_service.proto

import type { SubmitTaskRequest as _longshore_v1_SubmitTaskRequest, SubmitTaskRequest__Output as _longshore_v1_SubmitTaskRequest__Output } from '../../longshore/v1/SubmitTaskRequest.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A time of day, of the week or of the year.
 */
export interface _longshore_v1_Schedule_Cron {
  /**
   * Five fields: minute, hour, day of month, month, day of week; or six, with seconds before them. Or a name such as
   * "@daily". At most 256 characters.
   */
  'expression'?: (string);
  /**
   * The name of a time zone, such as "Europe/Berlin". Empty means "UTC".
   */
  'timeZone'?: (string);
}

/**
 * A time of day, of the week or of the year.
 */
export interface _longshore_v1_Schedule_Cron__Output {
  /**
   * Five fields: minute, hour, day of month, month, day of week; or six, with seconds before them. Or a name such as
   * "@daily". At most 256 characters.
   */
  'expression': (string);
  /**
   * The name of a time zone, such as "Europe/Berlin". Empty means "UTC".
   */
  'timeZone': (string);
}

/**
 * Every so often.
 */
export interface _longshore_v1_Schedule_Interval {
  /**
   * From 1 second to 365 days.
   */
  'every'?: (_google_protobuf_Duration | null);
  /**
   * A moment from which the intervals are counted, forth and back. Not set means when the schedule was created.
   */
  'anchor'?: (_google_protobuf_Timestamp | null);
}

/**
 * Every so often.
 */
export interface _longshore_v1_Schedule_Interval__Output {
  /**
   * From 1 second to 365 days.
   */
  'every': (_google_protobuf_Duration__Output | null);
  /**
   * A moment from which the intervals are counted, forth and back. Not set means when the schedule was created.
   */
  'anchor': (_google_protobuf_Timestamp__Output | null);
}

// Original file: proto/longshore/v1/schedule_service.proto

/**
 * What it can be.
 */
export const _longshore_v1_Schedule_Tick_Outcome = {
  /**
   * Never sent by the server.
   */
  OUTCOME_UNSPECIFIED: 'OUTCOME_UNSPECIFIED',
  /**
   * It submitted `task_id`.
   */
  FIRED: 'FIRED',
  /**
   * The task before had not ended.
   */
  SKIPPED: 'SKIPPED',
  /**
   * It waits for the end of the task before.
   */
  BUFFERED: 'BUFFERED',
  /**
   * It came up too late, by more than `catch_up_window`, because no scheduler ran.
   */
  MISSED: 'MISSED',
  /**
   * No task could be made of it; `problem` says why.
   */
  FAILED: 'FAILED',
} as const;

/**
 * What it can be.
 */
export type _longshore_v1_Schedule_Tick_Outcome =
  /**
   * Never sent by the server.
   */
  | 'OUTCOME_UNSPECIFIED'
  | 0
  /**
   * It submitted `task_id`.
   */
  | 'FIRED'
  | 1
  /**
   * The task before had not ended.
   */
  | 'SKIPPED'
  | 2
  /**
   * It waits for the end of the task before.
   */
  | 'BUFFERED'
  | 3
  /**
   * It came up too late, by more than `catch_up_window`, because no scheduler ran.
   */
  | 'MISSED'
  | 4
  /**
   * No task could be made of it; `problem` says why.
   */
  | 'FAILED'
  | 5

/**
 * What it can be.
 */
export type _longshore_v1_Schedule_Tick_Outcome__Output = typeof _longshore_v1_Schedule_Tick_Outcome[keyof typeof _longshore_v1_Schedule_Tick_Outcome]

// Original file: proto/longshore/v1/schedule_service.proto

/**
 * What a tick does while the task that the schedule fired last has not ended. Tasks of TriggerSchedule do not count.
 */
export const _longshore_v1_Schedule_OverlapPolicy = {
  /**
   * SKIP.
   */
  OVERLAP_POLICY_UNSPECIFIED: 'OVERLAP_POLICY_UNSPECIFIED',
  /**
   * The tick passes without a task.
   */
  SKIP: 'SKIP',
  /**
   * Both run.
   */
  ALLOW: 'ALLOW',
  /**
   * One tick waits for that end and fires then; further ones are skipped.
   */
  BUFFER_ONE: 'BUFFER_ONE',
  /**
   * That task is cancelled, and the new one is submitted without waiting for its end.
   */
  CANCEL_RUNNING: 'CANCEL_RUNNING',
} as const;

/**
 * What a tick does while the task that the schedule fired last has not ended. Tasks of TriggerSchedule do not count.
 */
export type _longshore_v1_Schedule_OverlapPolicy =
  /**
   * SKIP.
   */
  | 'OVERLAP_POLICY_UNSPECIFIED'
  | 0
  /**
   * The tick passes without a task.
   */
  | 'SKIP'
  | 1
  /**
   * Both run.
   */
  | 'ALLOW'
  | 2
  /**
   * One tick waits for that end and fires then; further ones are skipped.
   */
  | 'BUFFER_ONE'
  | 3
  /**
   * That task is cancelled, and the new one is submitted without waiting for its end.
   */
  | 'CANCEL_RUNNING'
  | 4

/**
 * What a tick does while the task that the schedule fired last has not ended. Tasks of TriggerSchedule do not count.
 */
export type _longshore_v1_Schedule_OverlapPolicy__Output = typeof _longshore_v1_Schedule_OverlapPolicy[keyof typeof _longshore_v1_Schedule_OverlapPolicy]

/**
 * What became of a tick.
 */
export interface _longshore_v1_Schedule_Tick {
  /**
   * When it was due, without jitter.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * What became of it.
   */
  'outcome'?: (_longshore_v1_Schedule_Tick_Outcome);
  /**
   * The task that it submitted. Empty when none.
   */
  'taskId'?: (string);
  /**
   * Why it FAILED. Empty otherwise.
   */
  'problem'?: (string);
}

/**
 * What became of a tick.
 */
export interface _longshore_v1_Schedule_Tick__Output {
  /**
   * When it was due, without jitter.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * What became of it.
   */
  'outcome': (_longshore_v1_Schedule_Tick_Outcome__Output);
  /**
   * The task that it submitted. Empty when none.
   */
  'taskId': (string);
  /**
   * Why it FAILED. Empty otherwise.
   */
  'problem': (string);
}

/**
 * When to submit what, again and again.
 */
export interface Schedule {
  /**
   * A name, unique within the project.
   */
  'scheduleId'?: (string);
  /**
   * By the clock of a place.
   */
  'cron'?: (_longshore_v1_Schedule_Cron | null);
  /**
   * In even steps.
   */
  'interval'?: (_longshore_v1_Schedule_Interval | null);
  /**
   * What each tick submits; without `task_id`, and of its options without `delay`, `schedule_time` and `unique_key`. In
   * answers filled in: queue, priority and limits are those that tasks get.
   */
  'task'?: (_longshore_v1_SubmitTaskRequest | null);
  /**
   * Not set means SKIP.
   */
  'overlapPolicy'?: (_longshore_v1_Schedule_OverlapPolicy);
  /**
   * How late a tick may still fire, after a time in which no scheduler ran; ticks that are older are counted as missed. 0
   * or more. Not set means 60 s.
   */
  'catchUpWindow'?: (_google_protobuf_Duration | null);
  /**
   * Ticks fire up to so much later, each by a share of its own, never earlier: for schedules that would all fire at
   * midnight. Not longer than the time between two ticks. Not set means 0.
   */
  'jitter'?: (_google_protobuf_Duration | null);
  /**
   * The first moment that may be a tick. Not set means any.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The first moment that may be none any more; after `start_time`. Not set means none.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Whether it rests: see PauseSchedule.
   */
  'paused'?: (boolean);
  /**
   * Why, as PauseSchedule was told. May be empty.
   */
  'pauseReason'?: (string);
  /**
   * The next tick, without jitter. Not set while it is paused, and when there is none any more.
   */
  'nextTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The last tick that was decided. Not set before the first.
   */
  'lastTick'?: (_longshore_v1_Schedule_Tick | null);
  /**
   * How many ticks have submitted a task.
   */
  'firedCount'?: (number | string | Long);
  /**
   * How many were skipped.
   */
  'skippedCount'?: (number | string | Long);
  /**
   * How many were missed.
   */
  'missedCount'?: (number | string | Long);
  /**
   * Of how many no task could be made.
   */
  'failedCount'?: (number | string | Long);
  /**
   * When it was created.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was last changed, by whatever method.
   */
  'updateTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Names this version of the schedule; another one after every change. Ticks do not change it. UpdateSchedule takes it,
   * so that no change of somebody else's is overwritten unseen.
   */
  'etag'?: (string);
  /**
   * When it ticks. One of them is required.
   */
  'spec'?: "cron"|"interval";
}

/**
 * When to submit what, again and again.
 */
export interface Schedule__Output {
  /**
   * A name, unique within the project.
   */
  'scheduleId': (string);
  /**
   * By the clock of a place.
   */
  'cron'?: (_longshore_v1_Schedule_Cron__Output | null);
  /**
   * In even steps.
   */
  'interval'?: (_longshore_v1_Schedule_Interval__Output | null);
  /**
   * What each tick submits; without `task_id`, and of its options without `delay`, `schedule_time` and `unique_key`. In
   * answers filled in: queue, priority and limits are those that tasks get.
   */
  'task': (_longshore_v1_SubmitTaskRequest__Output | null);
  /**
   * Not set means SKIP.
   */
  'overlapPolicy': (_longshore_v1_Schedule_OverlapPolicy__Output);
  /**
   * How late a tick may still fire, after a time in which no scheduler ran; ticks that are older are counted as missed. 0
   * or more. Not set means 60 s.
   */
  'catchUpWindow': (_google_protobuf_Duration__Output | null);
  /**
   * Ticks fire up to so much later, each by a share of its own, never earlier: for schedules that would all fire at
   * midnight. Not longer than the time between two ticks. Not set means 0.
   */
  'jitter': (_google_protobuf_Duration__Output | null);
  /**
   * The first moment that may be a tick. Not set means any.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The first moment that may be none any more; after `start_time`. Not set means none.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Whether it rests: see PauseSchedule.
   */
  'paused': (boolean);
  /**
   * Why, as PauseSchedule was told. May be empty.
   */
  'pauseReason': (string);
  /**
   * The next tick, without jitter. Not set while it is paused, and when there is none any more.
   */
  'nextTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The last tick that was decided. Not set before the first.
   */
  'lastTick': (_longshore_v1_Schedule_Tick__Output | null);
  /**
   * How many ticks have submitted a task.
   */
  'firedCount': (string);
  /**
   * How many were skipped.
   */
  'skippedCount': (string);
  /**
   * How many were missed.
   */
  'missedCount': (string);
  /**
   * Of how many no task could be made.
   */
  'failedCount': (string);
  /**
   * When it was created.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was last changed, by whatever method.
   */
  'updateTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Names this version of the schedule; another one after every change. Ticks do not change it. UpdateSchedule takes it,
   * so that no change of somebody else's is overwritten unseen.
   */
  'etag': (string);
  /**
   * When it ticks. One of them is required.
   */
  'spec'?: "cron"|"interval";
}

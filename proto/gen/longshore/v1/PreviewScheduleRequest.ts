// Original file: proto/longshore/v1/schedule_service.proto

import type { Schedule as _longshore_v1_Schedule, Schedule__Output as _longshore_v1_Schedule__Output } from '../../longshore/v1/Schedule.ts';

/**
 * Whose ticks to tell.
 */
export interface PreviewScheduleRequest {
  /**
   * A stored one.
   */
  'scheduleId'?: (string);
  /**
   * One that is not stored; only `cron` or `interval`, `start_time` and `end_time` of it are read.
   */
  'schedule'?: (_longshore_v1_Schedule | null);
  /**
   * How many, from 1 to 100. 0, the default, means 10.
   */
  'count'?: (number);
  /**
   * One of them is required.
   */
  'target'?: "scheduleId"|"schedule";
}

/**
 * Whose ticks to tell.
 */
export interface PreviewScheduleRequest__Output {
  /**
   * A stored one.
   */
  'scheduleId'?: (string);
  /**
   * One that is not stored; only `cron` or `interval`, `start_time` and `end_time` of it are read.
   */
  'schedule'?: (_longshore_v1_Schedule__Output | null);
  /**
   * How many, from 1 to 100. 0, the default, means 10.
   */
  'count': (number);
  /**
   * One of them is required.
   */
  'target'?: "scheduleId"|"schedule";
}

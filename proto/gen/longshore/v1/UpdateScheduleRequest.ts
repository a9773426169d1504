// Original file: proto/longshore/v1/schedule_service.proto

import type { Schedule as _longshore_v1_Schedule, Schedule__Output as _longshore_v1_Schedule__Output } from '../../longshore/v1/Schedule.ts';

/**
 * A schedule to be as it is here.
 */
export interface UpdateScheduleRequest {
  /**
   * All of it; `schedule_id` says which. With an `etag`, only if that is still the one of the stored schedule.
   */
  'schedule'?: (_longshore_v1_Schedule | null);
}

/**
 * A schedule to be as it is here.
 */
export interface UpdateScheduleRequest__Output {
  /**
   * All of it; `schedule_id` says which. With an `etag`, only if that is still the one of the stored schedule.
   */
  'schedule': (_longshore_v1_Schedule__Output | null);
}

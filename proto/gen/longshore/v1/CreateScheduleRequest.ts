// Original file: proto/longshore/v1/schedule_service.proto

import type { Schedule as _longshore_v1_Schedule, Schedule__Output as _longshore_v1_Schedule__Output } from '../../longshore/v1/Schedule.ts';

/**
 * A schedule to store.
 */
export interface CreateScheduleRequest {
  /**
   * What is output only is passed over, and so is `etag`.
   */
  'schedule'?: (_longshore_v1_Schedule | null);
}

/**
 * A schedule to store.
 */
export interface CreateScheduleRequest__Output {
  /**
   * What is output only is passed over, and so is `etag`.
   */
  'schedule': (_longshore_v1_Schedule__Output | null);
}

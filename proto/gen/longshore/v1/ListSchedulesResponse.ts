// Original file: proto/longshore/v1/schedule_service.proto

import type { Schedule as _longshore_v1_Schedule, Schedule__Output as _longshore_v1_Schedule__Output } from '../../longshore/v1/Schedule.ts';

/**
 * One page.
 */
export interface ListSchedulesResponse {
  /**
   * Ordered by id.
   */
  'schedules'?: (_longshore_v1_Schedule)[];
  /**
   * Empty when this was the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * One page.
 */
export interface ListSchedulesResponse__Output {
  /**
   * Ordered by id.
   */
  'schedules': (_longshore_v1_Schedule__Output)[];
  /**
   * Empty when this was the last page.
   */
  'nextPageToken': (string);
}

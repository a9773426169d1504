// Original file: proto/longshore/v1/schedule_service.proto


/**
 * Which schedule to show.
 */
export interface GetScheduleRequest {
  /**
   * Its id.
   */
  'scheduleId'?: (string);
}

/**
 * Which schedule to show.
 */
export interface GetScheduleRequest__Output {
  /**
   * Its id.
   */
  'scheduleId': (string);
}

// Original file: proto/longshore/v1/schedule_service.proto


/**
 * Which schedule is to rest.
 */
export interface PauseScheduleRequest {
  /**
   * Its id.
   */
  'scheduleId'?: (string);
  /**
   * Why, for whoever looks at it; at most 256 characters. May be empty.
   */
  'reason'?: (string);
}

/**
 * Which schedule is to rest.
 */
export interface PauseScheduleRequest__Output {
  /**
   * Its id.
   */
  'scheduleId': (string);
  /**
   * Why, for whoever looks at it; at most 256 characters. May be empty.
   */
  'reason': (string);
}

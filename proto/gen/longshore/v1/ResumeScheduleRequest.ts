// Original file: proto/longshore/v1/schedule_service.proto


/**
 * Which schedule is to go on.
 */
export interface ResumeScheduleRequest {
  /**
   * Its id.
   */
  'scheduleId'?: (string);
}

/**
 * Which schedule is to go on.
 */
export interface ResumeScheduleRequest__Output {
  /**
   * Its id.
   */
  'scheduleId': (string);
}

// Original file: proto/longshore/v1/schedule_service.proto


/**
 * The task of which schedule to submit.
 */
export interface TriggerScheduleRequest {
  /**
   * Its id.
   */
  'scheduleId'?: (string);
}

/**
 * The task of which schedule to submit.
 */
export interface TriggerScheduleRequest__Output {
  /**
   * Its id.
   */
  'scheduleId': (string);
}

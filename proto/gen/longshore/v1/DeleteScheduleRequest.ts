// Original file: proto/longshore/v1/schedule_service.proto


/**
 * Which schedule to delete.
 */
export interface DeleteScheduleRequest {
  /**
   * Its id.
   */
  'scheduleId'?: (string);
}

/**
 * Which schedule to delete.
 */
export interface DeleteScheduleRequest__Output {
  /**
   * Its id.
   */
  'scheduleId': (string);
}

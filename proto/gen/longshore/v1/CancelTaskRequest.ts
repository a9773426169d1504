// Original file: proto/longshore/v1/task_service.proto


/**
 * Which task to cancel.
 */
export interface CancelTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * Why, for the timeline and for the handler; at most 256 characters. May be empty.
   */
  'reason'?: (string);
}

/**
 * Which task to cancel.
 */
export interface CancelTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * Why, for the timeline and for the handler; at most 256 characters. May be empty.
   */
  'reason': (string);
}

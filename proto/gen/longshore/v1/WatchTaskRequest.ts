// Original file: proto/longshore/v1/task_service.proto


/**
 * Which task to watch.
 */
export interface WatchTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * The number of the last event that is known already, 0 or more. 0, the default, means from the beginning.
   */
  'afterEvent'?: (number);
}

/**
 * Which task to watch.
 */
export interface WatchTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * The number of the last event that is known already, 0 or more. 0, the default, means from the beginning.
   */
  'afterEvent': (number);
}

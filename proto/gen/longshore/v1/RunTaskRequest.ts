// Original file: proto/longshore/v1/task_change.proto


/**
 * Which task to start now.
 */
export interface RunTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
}

/**
 * Which task to start now.
 */
export interface RunTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
}

// Original file: proto/longshore/v1/task_list.proto


/**
 * Which tasks to count.
 */
export interface CountTasksRequest {
  /**
   * Which of them: see docs/filters.md. Empty means all.
   */
  'filter'?: (string);
}

/**
 * Which tasks to count.
 */
export interface CountTasksRequest__Output {
  /**
   * Which of them: see docs/filters.md. Empty means all.
   */
  'filter': (string);
}

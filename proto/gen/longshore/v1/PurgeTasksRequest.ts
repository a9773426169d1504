// Original file: proto/longshore/v1/task_list.proto


/**
 * Which records to remove.
 */
export interface PurgeTasksRequest {
  /**
   * Which of the tasks that have ended: see docs/filters.md. Not empty.
   */
  'filter'?: (string);
  /**
   * Whether to count only, and to change nothing.
   */
  'dryRun'?: (boolean);
  /**
   * At most so many in this call, 1 to 10000. 0, the default, means 1000.
   */
  'limit'?: (number);
  /**
   * `next_page_token` of the call before, with the same filter. Empty means from the beginning.
   */
  'pageToken'?: (string);
}

/**
 * Which records to remove.
 */
export interface PurgeTasksRequest__Output {
  /**
   * Which of the tasks that have ended: see docs/filters.md. Not empty.
   */
  'filter': (string);
  /**
   * Whether to count only, and to change nothing.
   */
  'dryRun': (boolean);
  /**
   * At most so many in this call, 1 to 10000. 0, the default, means 1000.
   */
  'limit': (number);
  /**
   * `next_page_token` of the call before, with the same filter. Empty means from the beginning.
   */
  'pageToken': (string);
}

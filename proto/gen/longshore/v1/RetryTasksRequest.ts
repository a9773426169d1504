// Original file: proto/longshore/v1/task_list.proto


/**
 * Which tasks to do again.
 */
export interface RetryTasksRequest {
  /**
   * Which of the tasks that have ended without success: see docs/filters.md. Not empty. One that does not speak of `state`
   * is for FAILED tasks only.
   */
  'filter'?: (string);
  /**
   * Why, for the timelines; at most 256 characters. May be empty.
   */
  'reason'?: (string);
  /**
   * Whether to count only, and to change nothing.
   */
  'dryRun'?: (boolean);
  /**
   * At most so many in this call, 1 to 10000. 0, the default, means 1000.
   */
  'limit'?: (number);
  /**
   * At most so many a second, 0.1 to 10000, so that what failed together does not come back together. 0, the default, means
   * as fast as can be.
   */
  'rate'?: (number | string);
  /**
   * `next_page_token` of the call before, with the same filter. Empty means from the beginning. Tasks that have failed
   * again since the first of these calls are left alone.
   */
  'pageToken'?: (string);
}

/**
 * Which tasks to do again.
 */
export interface RetryTasksRequest__Output {
  /**
   * Which of the tasks that have ended without success: see docs/filters.md. Not empty. One that does not speak of `state`
   * is for FAILED tasks only.
   */
  'filter': (string);
  /**
   * Why, for the timelines; at most 256 characters. May be empty.
   */
  'reason': (string);
  /**
   * Whether to count only, and to change nothing.
   */
  'dryRun': (boolean);
  /**
   * At most so many in this call, 1 to 10000. 0, the default, means 1000.
   */
  'limit': (number);
  /**
   * At most so many a second, 0.1 to 10000, so that what failed together does not come back together. 0, the default, means
   * as fast as can be.
   */
  'rate': (number);
  /**
   * `next_page_token` of the call before, with the same filter. Empty means from the beginning. Tasks that have failed
   * again since the first of these calls are left alone.
   */
  'pageToken': (string);
}

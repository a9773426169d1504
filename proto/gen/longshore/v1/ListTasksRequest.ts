// Original file: proto/longshore/v1/task_list.proto


/**
 * Which tasks to list.
 */
export interface ListTasksRequest {
  /**
   * Which of them: see docs/filters.md. Empty means all.
   */
  'filter'?: (string);
  /**
   * How many at most. 0, the default, means 50; more than 1000 means 1000.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before, with the same filter. Empty means from the beginning.
   */
  'pageToken'?: (string);
  /**
   * `create_time desc`, the default, or `create_time` for the oldest first. Without a monitor only the default can be had, and
   * then in no order that means anything.
   */
  'orderBy'?: (string);
}

/**
 * Which tasks to list.
 */
export interface ListTasksRequest__Output {
  /**
   * Which of them: see docs/filters.md. Empty means all.
   */
  'filter': (string);
  /**
   * How many at most. 0, the default, means 50; more than 1000 means 1000.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before, with the same filter. Empty means from the beginning.
   */
  'pageToken': (string);
  /**
   * `create_time desc`, the default, or `create_time` for the oldest first. Without a monitor only the default can be had, and
   * then in no order that means anything.
   */
  'orderBy': (string);
}

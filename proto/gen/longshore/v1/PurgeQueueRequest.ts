// Original file: proto/longshore/v1/queue_service.proto


/**
 * Which queue to empty.
 */
export interface PurgeQueueRequest {
  /**
   * Its name.
   */
  'queue'?: (string);
  /**
   * Whether to count only, and to change nothing.
   */
  'dryRun'?: (boolean);
  /**
   * Why, for the timelines; at most 256 characters. May be empty.
   */
  'reason'?: (string);
  /**
   * Whether tasks that are due later are cancelled as well: those that are SCHEDULED, and those that are RETRYING.
   */
  'includeDelayed'?: (boolean);
  /**
   * At most so many in this call, 1 to 10000. 0, the default, means 1000.
   */
  'limit'?: (number);
  /**
   * `next_page_token` of the call before, for the same queue. Empty means from the beginning.
   */
  'pageToken'?: (string);
}

/**
 * Which queue to empty.
 */
export interface PurgeQueueRequest__Output {
  /**
   * Its name.
   */
  'queue': (string);
  /**
   * Whether to count only, and to change nothing.
   */
  'dryRun': (boolean);
  /**
   * Why, for the timelines; at most 256 characters. May be empty.
   */
  'reason': (string);
  /**
   * Whether tasks that are due later are cancelled as well: those that are SCHEDULED, and those that are RETRYING.
   */
  'includeDelayed': (boolean);
  /**
   * At most so many in this call, 1 to 10000. 0, the default, means 1000.
   */
  'limit': (number);
  /**
   * `next_page_token` of the call before, for the same queue. Empty means from the beginning.
   */
  'pageToken': (string);
}

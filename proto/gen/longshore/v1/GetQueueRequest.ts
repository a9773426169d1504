// Original file: proto/longshore/v1/queue_service.proto


/**
 * Asks for one queue.
 */
export interface GetQueueRequest {
  /**
   * Its name.
   */
  'queue'?: (string);
}

/**
 * Asks for one queue.
 */
export interface GetQueueRequest__Output {
  /**
   * Its name.
   */
  'queue': (string);
}

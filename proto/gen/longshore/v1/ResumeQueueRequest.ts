// Original file: proto/longshore/v1/queue_service.proto


/**
 * Asks for the end of a pause.
 */
export interface ResumeQueueRequest {
  /**
   * Its name.
   */
  'queue'?: (string);
}

/**
 * Asks for the end of a pause.
 */
export interface ResumeQueueRequest__Output {
  /**
   * Its name.
   */
  'queue': (string);
}

// Original file: proto/longshore/v1/webhook_service.proto


/**
 * What became of the test event.
 */
export interface TestWebhookResponse {
  /**
   * The task that delivers it.
   */
  'taskId'?: (string);
  /**
   * Whether the receiver has answered with a status from 200 to 299.
   */
  'delivered'?: (boolean);
  /**
   * The status of its answer; 0 when there was none, or when it is not one from 200 to 299.
   */
  'status'?: (number);
  /**
   * Why it has not been delivered; empty when it has.
   */
  'problem'?: (string);
}

/**
 * What became of the test event.
 */
export interface TestWebhookResponse__Output {
  /**
   * The task that delivers it.
   */
  'taskId': (string);
  /**
   * Whether the receiver has answered with a status from 200 to 299.
   */
  'delivered': (boolean);
  /**
   * The status of its answer; 0 when there was none, or when it is not one from 200 to 299.
   */
  'status': (number);
  /**
   * Why it has not been delivered; empty when it has.
   */
  'problem': (string);
}

// Original file: proto/longshore/v1/webhook_service.proto


/**
 * Which webhook to try.
 */
export interface TestWebhookRequest {
  /**
   * Its id.
   */
  'webhookId'?: (string);
}

/**
 * Which webhook to try.
 */
export interface TestWebhookRequest__Output {
  /**
   * Its id.
   */
  'webhookId': (string);
}

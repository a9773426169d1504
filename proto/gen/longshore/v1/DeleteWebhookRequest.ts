// Original file: proto/longshore/v1/webhook_service.proto


/**
 * Which webhook to end.
 */
export interface DeleteWebhookRequest {
  /**
   * Its id.
   */
  'webhookId'?: (string);
}

/**
 * Which webhook to end.
 */
export interface DeleteWebhookRequest__Output {
  /**
   * Its id.
   */
  'webhookId': (string);
}

// Original file: proto/longshore/v1/webhook_service.proto

import type { Webhook as _longshore_v1_Webhook, Webhook__Output as _longshore_v1_Webhook__Output } from '../../longshore/v1/Webhook.ts';

/**
 * The webhook, and its secret.
 */
export interface CreateWebhookResponse {
  /**
   * The webhook.
   */
  'webhook'?: (_longshore_v1_Webhook | null);
  /**
   * What deliveries are signed with: `whsec_` and base64. It is never shown again.
   */
  'secret'?: (string);
}

/**
 * The webhook, and its secret.
 */
export interface CreateWebhookResponse__Output {
  /**
   * The webhook.
   */
  'webhook': (_longshore_v1_Webhook__Output | null);
  /**
   * What deliveries are signed with: `whsec_` and base64. It is never shown again.
   */
  'secret': (string);
}

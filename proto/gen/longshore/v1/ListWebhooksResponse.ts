// Original file: proto/longshore/v1/webhook_service.proto

import type { Webhook as _longshore_v1_Webhook, Webhook__Output as _longshore_v1_Webhook__Output } from '../../longshore/v1/Webhook.ts';

/**
 * The webhooks.
 */
export interface ListWebhooksResponse {
  /**
   * All of them, the oldest first.
   */
  'webhooks'?: (_longshore_v1_Webhook)[];
}

/**
 * The webhooks.
 */
export interface ListWebhooksResponse__Output {
  /**
   * All of them, the oldest first.
   */
  'webhooks': (_longshore_v1_Webhook__Output)[];
}

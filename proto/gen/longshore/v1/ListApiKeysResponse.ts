// Original file: proto/longshore/v1/admin_service.proto

import type { ApiKey as _longshore_v1_ApiKey, ApiKey__Output as _longshore_v1_ApiKey__Output } from '../../longshore/v1/ApiKey.ts';

/**
 * The keys.
 */
export interface ListApiKeysResponse {
  /**
   * Ordered by `key_id`. Keys that have expired are among them until they are revoked.
   */
  'apiKeys'?: (_longshore_v1_ApiKey)[];
}

/**
 * The keys.
 */
export interface ListApiKeysResponse__Output {
  /**
   * Ordered by `key_id`. Keys that have expired are among them until they are revoked.
   */
  'apiKeys': (_longshore_v1_ApiKey__Output)[];
}

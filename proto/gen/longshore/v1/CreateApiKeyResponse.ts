// Original file: proto/longshore/v1/admin_service.proto

import type { ApiKey as _longshore_v1_ApiKey, ApiKey__Output as _longshore_v1_ApiKey__Output } from '../../longshore/v1/ApiKey.ts';

/**
 * A key that has just been made.
 */
export interface CreateApiKeyResponse {
  /**
   * The key without its secret.
   */
  'apiKey'?: (_longshore_v1_ApiKey | null);
  /**
   * The whole key, as its holder sends it. It is stored nowhere and cannot be shown again.
   */
  'secret'?: (string);
}

/**
 * A key that has just been made.
 */
export interface CreateApiKeyResponse__Output {
  /**
   * The key without its secret.
   */
  'apiKey': (_longshore_v1_ApiKey__Output | null);
  /**
   * The whole key, as its holder sends it. It is stored nowhere and cannot be shown again.
   */
  'secret': (string);
}

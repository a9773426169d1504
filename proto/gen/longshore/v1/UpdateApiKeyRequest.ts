// Original file: proto/longshore/v1/admin_service.proto

import type { KeyLimits as _longshore_v1_KeyLimits, KeyLimits__Output as _longshore_v1_KeyLimits__Output } from '../../longshore/v1/KeyLimits.ts';

/**
 * The limits that a key is to have.
 */
export interface UpdateApiKeyRequest {
  /**
   * The id of the key.
   */
  'keyId'?: (string);
  /**
   * What is to change.
   */
  'limits'?: (_longshore_v1_KeyLimits | null);
}

/**
 * The limits that a key is to have.
 */
export interface UpdateApiKeyRequest__Output {
  /**
   * The id of the key.
   */
  'keyId': (string);
  /**
   * What is to change.
   */
  'limits': (_longshore_v1_KeyLimits__Output | null);
}

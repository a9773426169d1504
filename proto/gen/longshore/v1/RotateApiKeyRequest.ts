// Original file: proto/longshore/v1/admin_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Which key to replace.
 */
export interface RotateApiKeyRequest {
  /**
   * The id of the old key.
   */
  'keyId'?: (string);
  /**
   * How long the old key goes on to be valid, 0 or more. Not set means a day.
   */
  'overlap'?: (_google_protobuf_Duration | null);
}

/**
 * Which key to replace.
 */
export interface RotateApiKeyRequest__Output {
  /**
   * The id of the old key.
   */
  'keyId': (string);
  /**
   * How long the old key goes on to be valid, 0 or more. Not set means a day.
   */
  'overlap': (_google_protobuf_Duration__Output | null);
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * Which key to end.
 */
export interface RevokeApiKeyRequest {
  /**
   * Its id.
   */
  'keyId'?: (string);
}

/**
 * Which key to end.
 */
export interface RevokeApiKeyRequest__Output {
  /**
   * Its id.
   */
  'keyId': (string);
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * The key has ended.
 */
export interface RevokeApiKeyResponse {
}

/**
 * The key has ended.
 */
export interface RevokeApiKeyResponse__Output {
}

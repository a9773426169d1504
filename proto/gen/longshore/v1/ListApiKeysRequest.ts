// Original file: proto/longshore/v1/admin_service.proto


/**
 * Asks for all keys of the project.
 */
export interface ListApiKeysRequest {
}

/**
 * Asks for all keys of the project.
 */
export interface ListApiKeysRequest__Output {
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * Asks for all task types.
 */
export interface ListTaskTypesRequest {
}

/**
 * Asks for all task types.
 */
export interface ListTaskTypesRequest__Output {
}

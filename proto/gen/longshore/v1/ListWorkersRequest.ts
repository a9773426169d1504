// Original file: proto/longshore/v1/admin_service.proto


/**
 * Asks for all workers.
 */
export interface ListWorkersRequest {
}

/**
 * Asks for all workers.
 */
export interface ListWorkersRequest__Output {
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * Asks for the caller's project.
 */
export interface GetProjectRequest {
}

/**
 * Asks for the caller's project.
 */
export interface GetProjectRequest__Output {
}

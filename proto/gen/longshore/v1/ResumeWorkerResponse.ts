// Original file: proto/longshore/v1/admin_service.proto


/**
 * Nothing to say.
 */
export interface ResumeWorkerResponse {
}

/**
 * Nothing to say.
 */
export interface ResumeWorkerResponse__Output {
}

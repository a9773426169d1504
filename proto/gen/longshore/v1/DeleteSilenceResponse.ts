// Original file: proto/longshore/v1/alert_service.proto


/**
 * Nothing to say.
 */
export interface DeleteSilenceResponse {
}

/**
 * Nothing to say.
 */
export interface DeleteSilenceResponse__Output {
}

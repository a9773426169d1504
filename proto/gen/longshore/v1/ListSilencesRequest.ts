// Original file: proto/longshore/v1/alert_service.proto


/**
 * Nothing to choose.
 */
export interface ListSilencesRequest {
}

/**
 * Nothing to choose.
 */
export interface ListSilencesRequest__Output {
}

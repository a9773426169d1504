// Original file: proto/longshore/v1/alert_service.proto


/**
 * Nothing to choose.
 */
export interface ListAlertsRequest {
}

/**
 * Nothing to choose.
 */
export interface ListAlertsRequest__Output {
}

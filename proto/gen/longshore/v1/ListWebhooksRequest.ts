// Original file: proto/longshore/v1/webhook_service.proto


/**
 * Nothing to choose.
 */
export interface ListWebhooksRequest {
}

/**
 * Nothing to choose.
 */
export interface ListWebhooksRequest__Output {
}

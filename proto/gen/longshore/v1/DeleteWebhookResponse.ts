// Original file: proto/longshore/v1/webhook_service.proto


/**
 * Nothing to say.
 */
export interface DeleteWebhookResponse {
}

/**
 * Nothing to say.
 */
export interface DeleteWebhookResponse__Output {
}

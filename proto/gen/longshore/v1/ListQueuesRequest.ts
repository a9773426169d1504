// Original file: proto/longshore/v1/queue_service.proto


/**
 * Asks for all queues.
 */
export interface ListQueuesRequest {
}

/**
 * Asks for all queues.
 */
export interface ListQueuesRequest__Output {
}

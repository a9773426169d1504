// Original file: proto/longshore/v1/schedule_service.proto


/**
 * It is deleted.
 */
export interface DeleteScheduleResponse {
}

/**
 * It is deleted.
 */
export interface DeleteScheduleResponse__Output {
}

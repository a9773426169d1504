// Original file: proto/longshore/v1/admin_service.proto


/**
 * Which worker is to take tasks again.
 */
export interface ResumeWorkerRequest {
  /**
   * Its id, as ListWorkers has it.
   */
  'workerId'?: (string);
}

/**
 * Which worker is to take tasks again.
 */
export interface ResumeWorkerRequest__Output {
  /**
   * Its id, as ListWorkers has it.
   */
  'workerId': (string);
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * Which worker is to take no more tasks.
 */
export interface DrainWorkerRequest {
  /**
   * Its id, as ListWorkers has it.
   */
  'workerId'?: (string);
}

/**
 * Which worker is to take no more tasks.
 */
export interface DrainWorkerRequest__Output {
  /**
   * Its id, as ListWorkers has it.
   */
  'workerId': (string);
}

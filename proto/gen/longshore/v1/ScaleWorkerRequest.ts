// Original file: proto/longshore/v1/admin_service.proto


/**
 * Asks for another number of tasks at once.
 */
export interface ScaleWorkerRequest {
  /**
   * The worker: `Worker.worker_id`.
   */
  'workerId'?: (string);
  /**
   * "prefork", "inline" or "exec". Not set: the worker's only pool, or "prefork" when it has several.
   */
  'pool'?: (string);
  /**
   * How many tasks may run in it at once: 1 to 256, in the inline pool to 1000.
   */
  'concurrency'?: (number);
}

/**
 * Asks for another number of tasks at once.
 */
export interface ScaleWorkerRequest__Output {
  /**
   * The worker: `Worker.worker_id`.
   */
  'workerId': (string);
  /**
   * "prefork", "inline" or "exec". Not set: the worker's only pool, or "prefork" when it has several.
   */
  'pool': (string);
  /**
   * How many tasks may run in it at once: 1 to 256, in the inline pool to 1000.
   */
  'concurrency': (number);
}

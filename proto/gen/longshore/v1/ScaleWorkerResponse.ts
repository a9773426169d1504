// Original file: proto/longshore/v1/admin_service.proto


/**
 * What the worker has done.
 */
export interface ScaleWorkerResponse {
  /**
   * The pool that was changed.
   */
  'pool'?: (string);
  /**
   * How many tasks may run in it at once from now on.
   */
  'concurrency'?: (number);
  /**
   * How many it was before.
   */
  'previousConcurrency'?: (number);
}

/**
 * What the worker has done.
 */
export interface ScaleWorkerResponse__Output {
  /**
   * The pool that was changed.
   */
  'pool': (string);
  /**
   * How many tasks may run in it at once from now on.
   */
  'concurrency': (number);
  /**
   * How many it was before.
   */
  'previousConcurrency': (number);
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * What it still does.
 */
export interface DrainWorkerResponse {
  /**
   * How many tasks it still runs.
   */
  'running'?: (number);
}

/**
 * What it still does.
 */
export interface DrainWorkerResponse__Output {
  /**
   * How many tasks it still runs.
   */
  'running': (number);
}

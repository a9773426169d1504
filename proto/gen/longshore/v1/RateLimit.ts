// Original file: proto/longshore/v1/queue_service.proto


/**
 * How fast tasks may be started.
 */
export interface RateLimit {
  /**
   * Starts a second over all workers: 0.01 to 100000. 0 means no limit.
   */
  'perSecond'?: (number | string);
  /**
   * How many may start at once after a pause: 1 to 100000. 0 means 1. Over any 10 seconds at most
   * `10 * per_second + burst` start.
   */
  'burst'?: (number);
}

/**
 * How fast tasks may be started.
 */
export interface RateLimit__Output {
  /**
   * Starts a second over all workers: 0.01 to 100000. 0 means no limit.
   */
  'perSecond': (number);
  /**
   * How many may start at once after a pause: 1 to 100000. 0 means 1. Over any 10 seconds at most
   * `10 * per_second + burst` start.
   */
  'burst': (number);
}

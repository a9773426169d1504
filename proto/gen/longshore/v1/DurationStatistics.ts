// Original file: proto/longshore/v1/task_statistics.proto


/**
 * What a duration was like, in seconds.
 */
export interface DurationStatistics {
  /**
   * How often it was measured.
   */
  'count'?: (number);
  /**
   * The mean.
   */
  'mean'?: (number | string);
  /**
   * Half took at most about so long: the upper bound of the bucket in which the one in the middle lies.
   */
  'p50'?: (number | string);
  /**
   * So did 95 of 100.
   */
  'p95'?: (number | string);
  /**
   * So did 99 of 100.
   */
  'p99'?: (number | string);
}

/**
 * What a duration was like, in seconds.
 */
export interface DurationStatistics__Output {
  /**
   * How often it was measured.
   */
  'count': (number);
  /**
   * The mean.
   */
  'mean': (number);
  /**
   * Half took at most about so long: the upper bound of the bucket in which the one in the middle lies.
   */
  'p50': (number);
  /**
   * So did 95 of 100.
   */
  'p95': (number);
  /**
   * So did 99 of 100.
   */
  'p99': (number);
}

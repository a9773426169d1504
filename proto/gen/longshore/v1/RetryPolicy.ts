// Original file: proto/longshore/v1/task.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

// Original file: proto/longshore/v1/task.proto

/**
 * How a delay is spread, so that tasks that failed together do not all come back together.
 */
export const _longshore_v1_RetryPolicy_Jitter = {
  /**
   * That of the task's type.
   */
  JITTER_UNSPECIFIED: 'JITTER_UNSPECIFIED',
  /**
   * Exactly the delay.
   */
  NONE: 'NONE',
  /**
   * Evenly between nothing and the delay.
   */
  FULL: 'FULL',
} as const;

/**
 * How a delay is spread, so that tasks that failed together do not all come back together.
 */
export type _longshore_v1_RetryPolicy_Jitter =
  /**
   * That of the task's type.
   */
  | 'JITTER_UNSPECIFIED'
  | 0
  /**
   * Exactly the delay.
   */
  | 'NONE'
  | 1
  /**
   * Evenly between nothing and the delay.
   */
  | 'FULL'
  | 2

/**
 * How a delay is spread, so that tasks that failed together do not all come back together.
 */
export type _longshore_v1_RetryPolicy_Jitter__Output = typeof _longshore_v1_RetryPolicy_Jitter[keyof typeof _longshore_v1_RetryPolicy_Jitter]

/**
 * When a failed attempt is tried again. What is not set comes from the task's type; where that is silent: 3 retries
 * after 60, 120 and 240 s, with full jitter.
 */
export interface RetryPolicy {
  /**
   * Attempts after the first, 0 or more; 0 means that the first failure is final.
   */
  'maxRetries'?: (number);
  /**
   * The delay before each retry, in order; the last one serves for all further ones. None may be negative. Empty means
   * those of the task's type.
   */
  'backoff'?: (_google_protobuf_Duration)[];
  /**
   * How each delay is spread.
   */
  'jitter'?: (_longshore_v1_RetryPolicy_Jitter);
  '_maxRetries'?: "maxRetries";
}

/**
 * When a failed attempt is tried again. What is not set comes from the task's type; where that is silent: 3 retries
 * after 60, 120 and 240 s, with full jitter.
 */
export interface RetryPolicy__Output {
  /**
   * Attempts after the first, 0 or more; 0 means that the first failure is final.
   */
  'maxRetries'?: (number);
  /**
   * The delay before each retry, in order; the last one serves for all further ones. None may be negative. Empty means
   * those of the task's type.
   */
  'backoff': (_google_protobuf_Duration__Output)[];
  /**
   * How each delay is spread.
   */
  'jitter': (_longshore_v1_RetryPolicy_Jitter__Output);
  '_maxRetries'?: "maxRetries";
}

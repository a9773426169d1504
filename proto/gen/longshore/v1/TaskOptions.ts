// Original file: proto/longshore/v1/task.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { RetryPolicy as _longshore_v1_RetryPolicy, RetryPolicy__Output as _longshore_v1_RetryPolicy__Output } from '../../longshore/v1/RetryPolicy.ts';

/**
 * How one task is run, where it differs from its type.
 */
export interface TaskOptions {
  /**
   * So long after it was accepted, 0 or more.
   */
  'delay'?: (_google_protobuf_Duration | null);
  /**
   * At this time; a time that has passed means at once.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long it may wait, once due, for its first attempt to begin; after that it becomes EXPIRED and never runs.
   * More than 0. Not set means for ever.
   */
  'startTimeout'?: (_google_protobuf_Duration | null);
  /**
   * After how long an attempt is told to finish. More than 0, not more than `hard_limit`. Not set means that of the
   * task's type, else 540 s.
   */
  'softLimit'?: (_google_protobuf_Duration | null);
  /**
   * After how long an attempt is killed, which counts as a failure with reason HARD_LIMIT. More than 0. Not set means
   * that of the task's type, else 600 s.
   */
  'hardLimit'?: (_google_protobuf_Duration | null);
  /**
   * When a failed attempt is tried again.
   */
  'retry'?: (_longshore_v1_RetryPolicy | null);
  /**
   * How long the record is kept once the task has ended, unless it FAILED: failed tasks are kept for as long as their
   * type says, else 7 days. More than 0. Not set means that of the task's type, else 1 hour.
   */
  'resultTtl'?: (_google_protobuf_Duration | null);
  /**
   * When the task becomes due. Not set means at once.
   */
  'start'?: "delay"|"scheduleTime";
}

/**
 * How one task is run, where it differs from its type.
 */
export interface TaskOptions__Output {
  /**
   * So long after it was accepted, 0 or more.
   */
  'delay'?: (_google_protobuf_Duration__Output | null);
  /**
   * At this time; a time that has passed means at once.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp__Output | null);
  /**
   * How long it may wait, once due, for its first attempt to begin; after that it becomes EXPIRED and never runs.
   * More than 0. Not set means for ever.
   */
  'startTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * After how long an attempt is told to finish. More than 0, not more than `hard_limit`. Not set means that of the
   * task's type, else 540 s.
   */
  'softLimit': (_google_protobuf_Duration__Output | null);
  /**
   * After how long an attempt is killed, which counts as a failure with reason HARD_LIMIT. More than 0. Not set means
   * that of the task's type, else 600 s.
   */
  'hardLimit': (_google_protobuf_Duration__Output | null);
  /**
   * When a failed attempt is tried again.
   */
  'retry': (_longshore_v1_RetryPolicy__Output | null);
  /**
   * How long the record is kept once the task has ended, unless it FAILED: failed tasks are kept for as long as their
   * type says, else 7 days. More than 0. Not set means that of the task's type, else 1 hour.
   */
  'resultTtl': (_google_protobuf_Duration__Output | null);
  /**
   * When the task becomes due. Not set means at once.
   */
  'start'?: "delay"|"scheduleTime";
}

// Original file: proto/longshore/v1/task_statistics.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * What happened in one minute.
 */
export interface MinuteStatistics {
  /**
   * When it began.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * Tasks that were accepted.
   */
  'submitted'?: (number);
  /**
   * Tasks that ended with a result.
   */
  'succeeded'?: (number);
  /**
   * Tasks that ended with an error.
   */
  'failed'?: (number);
}

/**
 * What happened in one minute.
 */
export interface MinuteStatistics__Output {
  /**
   * When it began.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Tasks that were accepted.
   */
  'submitted': (number);
  /**
   * Tasks that ended with a result.
   */
  'succeeded': (number);
  /**
   * Tasks that ended with an error.
   */
  'failed': (number);
}

// Original file: proto/longshore/v1/task_statistics.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Which statistics.
 */
export interface GetTaskStatisticsRequest {
  /**
   * How far to look back, from a minute to a day, by whole minutes. Not set, the default, means an hour.
   */
  'window'?: (_google_protobuf_Duration | null);
}

/**
 * Which statistics.
 */
export interface GetTaskStatisticsRequest__Output {
  /**
   * How far to look back, from a minute to a day, by whole minutes. Not set, the default, means an hour.
   */
  'window': (_google_protobuf_Duration__Output | null);
}

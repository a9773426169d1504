// Original file: proto/longshore/v1/task_feed.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * The reader was away for longer than some records are kept: tasks that began and ended and were forgotten meanwhile are told
 * of by nothing.
 */
export interface FeedGap {
  /**
   * When the reader was last known to have all.
   */
  'sinceTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * The reader was away for longer than some records are kept: tasks that began and ended and were forgotten meanwhile are told
 * of by nothing.
 */
export interface FeedGap__Output {
  /**
   * When the reader was last known to have all.
   */
  'sinceTime': (_google_protobuf_Timestamp__Output | null);
}

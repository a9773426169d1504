// Original file: proto/longshore/v1/task_feed.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Which events to stream, and from where on.
 */
export interface WatchTasksRequest {
  /**
   * Of which tasks: see docs/filters.md. It is asked of the task as it was after the event: its state, reason, attempt, worker,
   * error, start and end are those of then, all else is as it is now. Empty means all.
   */
  'filter'?: (string);
  /**
   * The `position` of the last answer received, to go on after it: at any gateway, and with any filter. Empty means from now on,
   * or from `start_time`.
   */
  'position'?: (string);
  /**
   * Begin with the events of this time, of the tasks whose records are still kept. Not beside `position`.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * Which events to stream, and from where on.
 */
export interface WatchTasksRequest__Output {
  /**
   * Of which tasks: see docs/filters.md. It is asked of the task as it was after the event: its state, reason, attempt, worker,
   * error, start and end are those of then, all else is as it is now. Empty means all.
   */
  'filter': (string);
  /**
   * The `position` of the last answer received, to go on after it: at any gateway, and with any filter. Empty means from now on,
   * or from `start_time`.
   */
  'position': (string);
  /**
   * Begin with the events of this time, of the tasks whose records are still kept. Not beside `position`.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
}

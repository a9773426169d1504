// Original file: proto/longshore/v1/task_list.proto

import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from '../../longshore/v1/Task.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * A page of tasks.
 */
export interface ListTasksResponse {
  /**
   * View BASIC. There may be fewer than asked for, even none, and more to come all the same.
   */
  'tasks'?: (_longshore_v1_Task)[];
  /**
   * Where to read on. Empty when that was all.
   */
  'nextPageToken'?: (string);
  /**
   * How old the index may be that this page was read from: what was stored within this time may be missing. Absent when there
   * was no monitor to ask, and the streams themselves were read.
   */
  'indexLag'?: (_google_protobuf_Duration | null);
}

/**
 * A page of tasks.
 */
export interface ListTasksResponse__Output {
  /**
   * View BASIC. There may be fewer than asked for, even none, and more to come all the same.
   */
  'tasks': (_longshore_v1_Task__Output)[];
  /**
   * Where to read on. Empty when that was all.
   */
  'nextPageToken': (string);
  /**
   * How old the index may be that this page was read from: what was stored within this time may be missing. Absent when there
   * was no monitor to ask, and the streams themselves were read.
   */
  'indexLag': (_google_protobuf_Duration__Output | null);
}

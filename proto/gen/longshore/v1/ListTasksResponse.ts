// Original file: proto/longshore/v1/task_list.proto

import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from '../../longshore/v1/Task.ts';

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
}

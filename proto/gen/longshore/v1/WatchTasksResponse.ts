// Original file: proto/longshore/v1/task_feed.proto

import type { TaskEvent as _longshore_v1_TaskEvent, TaskEvent__Output as _longshore_v1_TaskEvent__Output } from '../../longshore/v1/TaskEvent.ts';
import type { FeedGap as _longshore_v1_FeedGap, FeedGap__Output as _longshore_v1_FeedGap__Output } from '../../longshore/v1/FeedGap.ts';

/**
 * An event of one of the tasks, or only a position: the first answer is one, and one comes every 15 s while there is nothing to
 * tell.
 */
export interface WatchTasksResponse {
  /**
   * Where to go on after this answer. Never empty.
   */
  'position'?: (string);
  /**
   * Which task. Empty when the answer is not about one.
   */
  'taskId'?: (string);
  /**
   * Its type.
   */
  'type'?: (string);
  /**
   * Its queue.
   */
  'queue'?: (string);
  /**
   * Its labels.
   */
  'labels'?: ({[key: string]: string});
  /**
   * What happened, without stacks and causes. Never PROGRESS. Not set when the answer is not about a task.
   */
  'event'?: (_longshore_v1_TaskEvent | null);
  /**
   * Set when something may be missing before the next event.
   */
  'gap'?: (_longshore_v1_FeedGap | null);
}

/**
 * An event of one of the tasks, or only a position: the first answer is one, and one comes every 15 s while there is nothing to
 * tell.
 */
export interface WatchTasksResponse__Output {
  /**
   * Where to go on after this answer. Never empty.
   */
  'position': (string);
  /**
   * Which task. Empty when the answer is not about one.
   */
  'taskId': (string);
  /**
   * Its type.
   */
  'type': (string);
  /**
   * Its queue.
   */
  'queue': (string);
  /**
   * Its labels.
   */
  'labels': ({[key: string]: string});
  /**
   * What happened, without stacks and causes. Never PROGRESS. Not set when the answer is not about a task.
   */
  'event': (_longshore_v1_TaskEvent__Output | null);
  /**
   * Set when something may be missing before the next event.
   */
  'gap': (_longshore_v1_FeedGap__Output | null);
}

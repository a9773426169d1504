// Original file: proto/longshore/v1/task_statistics.proto

import type { TaskCounts as _longshore_v1_TaskCounts, TaskCounts__Output as _longshore_v1_TaskCounts__Output } from '../../longshore/v1/TaskCounts.ts';

/**
 * What happened to the tasks of one type.
 */
export interface TypeStatistics {
  /**
   * The type.
   */
  'type'?: (string);
  /**
   * What happened.
   */
  'counts'?: (_longshore_v1_TaskCounts | null);
}

/**
 * What happened to the tasks of one type.
 */
export interface TypeStatistics__Output {
  /**
   * The type.
   */
  'type': (string);
  /**
   * What happened.
   */
  'counts': (_longshore_v1_TaskCounts__Output | null);
}

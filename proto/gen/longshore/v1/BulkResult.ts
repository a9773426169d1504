// Original file: proto/longshore/v1/task_list.proto

import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.ts';

/**
 * What became of the tasks that matched. The answer of CancelTasks, RetryTasks and PurgeTasks.
 */
export interface BulkResult {
  /**
   * How many matched, as far as this call has come.
   */
  'matched'?: (number);
  /**
   * How many of them were changed: none in a dry run. One that had changed by itself meanwhile is neither here nor in
   * `failed`.
   */
  'changed'?: (number);
  /**
   * How many could not be changed.
   */
  'failed'?: (number);
  /**
   * Why the first of those could not.
   */
  'firstError'?: (_google_rpc_Status | null);
  /**
   * The ids of up to 20 that matched.
   */
  'sampleTaskIds'?: (string)[];
  /**
   * Where to go on: the limit, or the time that one call may take, was reached. Empty when that was all.
   */
  'nextPageToken'?: (string);
}

/**
 * What became of the tasks that matched. The answer of CancelTasks, RetryTasks and PurgeTasks.
 */
export interface BulkResult__Output {
  /**
   * How many matched, as far as this call has come.
   */
  'matched': (number);
  /**
   * How many of them were changed: none in a dry run. One that had changed by itself meanwhile is neither here nor in
   * `failed`.
   */
  'changed': (number);
  /**
   * How many could not be changed.
   */
  'failed': (number);
  /**
   * Why the first of those could not.
   */
  'firstError': (_google_rpc_Status__Output | null);
  /**
   * The ids of up to 20 that matched.
   */
  'sampleTaskIds': (string)[];
  /**
   * Where to go on: the limit, or the time that one call may take, was reached. Empty when that was all.
   */
  'nextPageToken': (string);
}

// Original file: proto/longshore/v1/task_service.proto

import type { Task as _longshore_v1_Task, Task__Output as _longshore_v1_Task__Output } from '../../longshore/v1/Task.ts';
import type { Status as _google_rpc_Status, Status__Output as _google_rpc_Status__Output } from '../../google/rpc/Status.ts';

/**
 * What became of one.
 */
export interface _longshore_v1_SubmitTasksResponse_Outcome {
  /**
   * It is accepted, or was before. View BASIC.
   */
  'task'?: (_longshore_v1_Task | null);
  /**
   * It is refused, with the status that SubmitTask would have answered with; field paths begin with `tasks[n]`.
   */
  'error'?: (_google_rpc_Status | null);
  /**
   * Always one of them.
   */
  'outcome'?: "task"|"error";
}

/**
 * What became of one.
 */
export interface _longshore_v1_SubmitTasksResponse_Outcome__Output {
  /**
   * It is accepted, or was before. View BASIC.
   */
  'task'?: (_longshore_v1_Task__Output | null);
  /**
   * It is refused, with the status that SubmitTask would have answered with; field paths begin with `tasks[n]`.
   */
  'error'?: (_google_rpc_Status__Output | null);
  /**
   * Always one of them.
   */
  'outcome'?: "task"|"error";
}

/**
 * What became of each.
 */
export interface SubmitTasksResponse {
  /**
   * As many as there were tasks, in the same order.
   */
  'outcomes'?: (_longshore_v1_SubmitTasksResponse_Outcome)[];
}

/**
 * What became of each.
 */
export interface SubmitTasksResponse__Output {
  /**
   * As many as there were tasks, in the same order.
   */
  'outcomes': (_longshore_v1_SubmitTasksResponse_Outcome__Output)[];
}

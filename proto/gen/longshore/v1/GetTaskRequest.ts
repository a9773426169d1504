// Original file: proto/longshore/v1/task_service.proto

import type { TaskView as _longshore_v1_TaskView, TaskView__Output as _longshore_v1_TaskView__Output } from '../../longshore/v1/TaskView.ts';

/**
 * Which task to show.
 */
export interface GetTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * How much of it. Not set means FULL: whoever asks for one task wants its result.
   */
  'view'?: (_longshore_v1_TaskView);
}

/**
 * Which task to show.
 */
export interface GetTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * How much of it. Not set means FULL: whoever asks for one task wants its result.
   */
  'view': (_longshore_v1_TaskView__Output);
}

// Original file: proto/longshore/v1/task_service.proto

import type { SubmitTaskRequest as _longshore_v1_SubmitTaskRequest, SubmitTaskRequest__Output as _longshore_v1_SubmitTaskRequest__Output } from '../../longshore/v1/SubmitTaskRequest.ts';

/**
 * Tasks to accept.
 */
export interface SubmitTasksRequest {
  /**
   * 1 to 1000.
   */
  'tasks'?: (_longshore_v1_SubmitTaskRequest)[];
}

/**
 * Tasks to accept.
 */
export interface SubmitTasksRequest__Output {
  /**
   * 1 to 1000.
   */
  'tasks': (_longshore_v1_SubmitTaskRequest__Output)[];
}

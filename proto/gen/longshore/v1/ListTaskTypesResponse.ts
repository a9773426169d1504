// Original file: proto/longshore/v1/admin_service.proto

import type { TaskType as _longshore_v1_TaskType, TaskType__Output as _longshore_v1_TaskType__Output } from '../../longshore/v1/TaskType.ts';

/**
 * The task types.
 */
export interface ListTaskTypesResponse {
  /**
   * Ordered by `type`.
   */
  'taskTypes'?: (_longshore_v1_TaskType)[];
}

/**
 * The task types.
 */
export interface ListTaskTypesResponse__Output {
  /**
   * Ordered by `type`.
   */
  'taskTypes': (_longshore_v1_TaskType__Output)[];
}

// Original file: proto/longshore/v1/task.proto

/**
 * How much of a task an answer shows.
 */
export const TaskView = {
  /**
   * The default of the method: see there.
   */
  TASK_VIEW_UNSPECIFIED: 'TASK_VIEW_UNSPECIFIED',
  /**
   * All but the large parts: no payload, no result, and no stack or causes in any error. The timeline is there.
   */
  BASIC: 'BASIC',
  /**
   * Everything.
   */
  FULL: 'FULL',
} as const;

/**
 * How much of a task an answer shows.
 */
export type TaskView =
  /**
   * The default of the method: see there.
   */
  | 'TASK_VIEW_UNSPECIFIED'
  | 0
  /**
   * All but the large parts: no payload, no result, and no stack or causes in any error. The timeline is there.
   */
  | 'BASIC'
  | 1
  /**
   * Everything.
   */
  | 'FULL'
  | 2

/**
 * How much of a task an answer shows.
 */
export type TaskView__Output = typeof TaskView[keyof typeof TaskView]

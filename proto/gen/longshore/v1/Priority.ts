// Original file: proto/longshore/v1/task.proto

/**
 * Which waiting task of a queue runs first. Lower levels are tried first every so often, so none starves.
 */
export const Priority = {
  /**
   * The priority of the task's type.
   */
  PRIORITY_UNSPECIFIED: 'PRIORITY_UNSPECIFIED',
  /**
   * Before all others.
   */
  HIGH: 'HIGH',
  /**
   * What a type has that names none.
   */
  NORMAL: 'NORMAL',
  /**
   * When nothing else waits.
   */
  LOW: 'LOW',
} as const;

/**
 * Which waiting task of a queue runs first. Lower levels are tried first every so often, so none starves.
 */
export type Priority =
  /**
   * The priority of the task's type.
   */
  | 'PRIORITY_UNSPECIFIED'
  | 0
  /**
   * Before all others.
   */
  | 'HIGH'
  | 1
  /**
   * What a type has that names none.
   */
  | 'NORMAL'
  | 2
  /**
   * When nothing else waits.
   */
  | 'LOW'
  | 3

/**
 * Which waiting task of a queue runs first. Lower levels are tried first every so often, so none starves.
 */
export type Priority__Output = typeof Priority[keyof typeof Priority]

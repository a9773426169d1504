// Original file: proto/longshore/v1/task_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Whose log to show, and which lines of it.
 */
export interface TailTaskLogsRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * Only the lines of this attempt, from 1; one that has not begun yet has none. 0, the default, means those of all
   * attempts.
   */
  'attempt'?: (number);
  /**
   * Whether to go on with new lines until the task has ended, or the attempt when one is given. Without it the stream ends
   * after the last line there is.
   */
  'follow'?: (boolean);
  /**
   * With how many of the last lines to begin, 0 to 100000. Not set means 1000.
   */
  'tail'?: (number);
  /**
   * The number of the last line that is known already: begin with the one after it, whatever `tail` says. 0, the default,
   * means none.
   */
  'afterNumber'?: (number | string | Long);
  '_tail'?: "tail";
}

/**
 * Whose log to show, and which lines of it.
 */
export interface TailTaskLogsRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * Only the lines of this attempt, from 1; one that has not begun yet has none. 0, the default, means those of all
   * attempts.
   */
  'attempt': (number);
  /**
   * Whether to go on with new lines until the task has ended, or the attempt when one is given. Without it the stream ends
   * after the last line there is.
   */
  'follow': (boolean);
  /**
   * With how many of the last lines to begin, 0 to 100000. Not set means 1000.
   */
  'tail'?: (number);
  /**
   * The number of the last line that is known already: begin with the one after it, whatever `tail` says. 0, the default,
   * means none.
   */
  'afterNumber': (string);
  '_tail'?: "tail";
}

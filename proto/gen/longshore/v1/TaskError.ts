// Original file: proto/longshore/v1/task.proto


/**
 * Why an attempt failed.
 */
export interface TaskError {
  /**
   * The class of the error: "TypeError", "RateLimited". Empty when it had none.
   */
  'name'?: (string);
  /**
   * What went wrong, as the handler said it.
   */
  'message'?: (string);
  /**
   * The stack trace, cut to a size that fits the record. View FULL only; empty when there is none.
   */
  'stack'?: (string);
  /**
   * The exit code, when a process ran the attempt and ended by itself.
   */
  'exitCode'?: (number);
  /**
   * The signal that ended the process: "SIGKILL". Empty when none did.
   */
  'signal'?: (string);
  /**
   * Which attempt, from 1.
   */
  'attempt'?: (number);
  /**
   * What kind of failure, as a code: HANDLER_ERROR (the handler threw), WORKER_LOST (its worker died), HARD_LIMIT (it
   * ran too long and was killed). New codes may appear.
   */
  'reason'?: (string);
  /**
   * The chain of causes, nearest first, each as "name: message". View FULL only.
   */
  'causes'?: (string)[];
  '_exitCode'?: "exitCode";
}

/**
 * Why an attempt failed.
 */
export interface TaskError__Output {
  /**
   * The class of the error: "TypeError", "RateLimited". Empty when it had none.
   */
  'name': (string);
  /**
   * What went wrong, as the handler said it.
   */
  'message': (string);
  /**
   * The stack trace, cut to a size that fits the record. View FULL only; empty when there is none.
   */
  'stack': (string);
  /**
   * The exit code, when a process ran the attempt and ended by itself.
   */
  'exitCode'?: (number);
  /**
   * The signal that ended the process: "SIGKILL". Empty when none did.
   */
  'signal': (string);
  /**
   * Which attempt, from 1.
   */
  'attempt': (number);
  /**
   * What kind of failure, as a code: HANDLER_ERROR (the handler threw), WORKER_LOST (its worker died), HARD_LIMIT (it
   * ran too long and was killed). New codes may appear.
   */
  'reason': (string);
  /**
   * The chain of causes, nearest first, each as "name: message". View FULL only.
   */
  'causes': (string)[];
  '_exitCode'?: "exitCode";
}

// Original file: proto/longshore/v1/task.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

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
  /**
   * The most memory that the handler's process, with all it had started, was seen to take during the attempt, in bytes.
   * Not set where nobody looked.
   */
  'peakMemoryBytes'?: (number | string | Long);
  /**
   * CPU time of the handler's process during the attempt. Not set where nobody looked.
   */
  'cpuTime'?: (_google_protobuf_Duration | null);
  '_exitCode'?: "exitCode";
  '_peakMemoryBytes'?: "peakMemoryBytes";
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
  /**
   * The most memory that the handler's process, with all it had started, was seen to take during the attempt, in bytes.
   * Not set where nobody looked.
   */
  'peakMemoryBytes'?: (string);
  /**
   * CPU time of the handler's process during the attempt. Not set where nobody looked.
   */
  'cpuTime': (_google_protobuf_Duration__Output | null);
  '_exitCode'?: "exitCode";
  '_peakMemoryBytes'?: "peakMemoryBytes";
}

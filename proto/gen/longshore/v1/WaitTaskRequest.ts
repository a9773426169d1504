// Original file: proto/longshore/v1/task_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Which task to wait for.
 */
export interface WaitTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * How long, from 0 to 600 s; call again to wait longer. Not set means 60 s. Give the call itself a deadline that is a
   * little longer.
   */
  'timeout'?: (_google_protobuf_Duration | null);
}

/**
 * Which task to wait for.
 */
export interface WaitTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * How long, from 0 to 600 s; call again to wait longer. Not set means 60 s. Give the call itself a deadline that is a
   * little longer.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
}

// Original file: proto/longshore/v1/admin_service.proto

import type { Priority as _longshore_v1_Priority, Priority__Output as _longshore_v1_Priority__Output } from '../../longshore/v1/Priority.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { RetryPolicy as _longshore_v1_RetryPolicy, RetryPolicy__Output as _longshore_v1_RetryPolicy__Output } from '../../longshore/v1/RetryPolicy.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What tasks of one type have in common, as the worker registered it that defines the type.
 */
export interface TaskType {
  /**
   * Its name, and what `SubmitTaskRequest.type` says.
   */
  'type'?: (string);
  /**
   * Where its tasks wait unless they say otherwise.
   */
  'queue'?: (string);
  /**
   * How urgent they are unless they say otherwise. Never PRIORITY_UNSPECIFIED.
   */
  'priority'?: (_longshore_v1_Priority);
  /**
   * How workers run them: "prefork" (child processes), "inline" (in the worker's process), "exec" (an executable).
   */
  'pool'?: (string);
  /**
   * After how long an attempt is told to finish.
   */
  'softLimit'?: (_google_protobuf_Duration | null);
  /**
   * After how long an attempt is killed.
   */
  'hardLimit'?: (_google_protobuf_Duration | null);
  /**
   * How much memory an attempt may use, in bytes; 0 means no limit.
   */
  'memoryLimitBytes'?: (number | string | Long);
  /**
   * When a failed attempt is tried again. All its fields are set.
   */
  'retry'?: (_longshore_v1_RetryPolicy | null);
  /**
   * How long the record of a task is kept once it has ended, unless it FAILED.
   */
  'resultTtl'?: (_google_protobuf_Duration | null);
  /**
   * The JSON Schema of the payload. Not set when anything goes.
   */
  'payloadSchema'?: (_google_protobuf_Value | null);
  /**
   * What it does, for people. May be empty.
   */
  'description'?: (string);
}

/**
 * What tasks of one type have in common, as the worker registered it that defines the type.
 */
export interface TaskType__Output {
  /**
   * Its name, and what `SubmitTaskRequest.type` says.
   */
  'type': (string);
  /**
   * Where its tasks wait unless they say otherwise.
   */
  'queue': (string);
  /**
   * How urgent they are unless they say otherwise. Never PRIORITY_UNSPECIFIED.
   */
  'priority': (_longshore_v1_Priority__Output);
  /**
   * How workers run them: "prefork" (child processes), "inline" (in the worker's process), "exec" (an executable).
   */
  'pool': (string);
  /**
   * After how long an attempt is told to finish.
   */
  'softLimit': (_google_protobuf_Duration__Output | null);
  /**
   * After how long an attempt is killed.
   */
  'hardLimit': (_google_protobuf_Duration__Output | null);
  /**
   * How much memory an attempt may use, in bytes; 0 means no limit.
   */
  'memoryLimitBytes': (string);
  /**
   * When a failed attempt is tried again. All its fields are set.
   */
  'retry': (_longshore_v1_RetryPolicy__Output | null);
  /**
   * How long the record of a task is kept once it has ended, unless it FAILED.
   */
  'resultTtl': (_google_protobuf_Duration__Output | null);
  /**
   * The JSON Schema of the payload. Not set when anything goes.
   */
  'payloadSchema': (_google_protobuf_Value__Output | null);
  /**
   * What it does, for people. May be empty.
   */
  'description': (string);
}

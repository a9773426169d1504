// Original file: proto/longshore/v1/task_change.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { Blob as _longshore_v1_Blob, Blob__Output as _longshore_v1_Blob__Output } from '../../longshore/v1/Blob.ts';

/**
 * Which task to do again.
 */
export interface RetryTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * Why, for the timeline; at most 256 characters. May be empty.
   */
  'reason'?: (string);
  /**
   * Any JSON value.
   */
  'payload'?: (_google_protobuf_Value | null);
  /**
   * Bytes with a content type.
   */
  'payloadBytes'?: (_longshore_v1_Blob | null);
  /**
   * The input of the handler, instead of the one it had. Checked against the schema of the type. Not set means the same.
   */
  'body'?: "payload"|"payloadBytes";
}

/**
 * Which task to do again.
 */
export interface RetryTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * Why, for the timeline; at most 256 characters. May be empty.
   */
  'reason': (string);
  /**
   * Any JSON value.
   */
  'payload'?: (_google_protobuf_Value__Output | null);
  /**
   * Bytes with a content type.
   */
  'payloadBytes'?: (_longshore_v1_Blob__Output | null);
  /**
   * The input of the handler, instead of the one it had. Checked against the schema of the type. Not set means the same.
   */
  'body'?: "payload"|"payloadBytes";
}

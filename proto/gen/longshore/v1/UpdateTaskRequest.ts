// Original file: proto/longshore/v1/task_change.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Priority as _longshore_v1_Priority, Priority__Output as _longshore_v1_Priority__Output } from '../../longshore/v1/Priority.ts';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { Blob as _longshore_v1_Blob, Blob__Output as _longshore_v1_Blob__Output } from '../../longshore/v1/Blob.ts';

/**
 * What to change of a task that has not started. What is not set stays as it is; something must be set.
 */
export interface UpdateTaskRequest {
  /**
   * Its UUID.
   */
  'taskId'?: (string);
  /**
   * So long after this request, 0 or more, at most a year; 0 means at once.
   */
  'delay'?: (_google_protobuf_Duration | null);
  /**
   * At this time, at most a year ahead; a time that has passed means at once.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How urgent it is.
   */
  'priority'?: (_longshore_v1_Priority);
  /**
   * Any JSON value.
   */
  'payload'?: (_google_protobuf_Value | null);
  /**
   * Bytes with a content type.
   */
  'payloadBytes'?: (_longshore_v1_Blob | null);
  /**
   * Labels to add or to replace; one with an empty value is removed. Then there must be at most 16.
   */
  'labels'?: ({[key: string]: string});
  /**
   * When it becomes due. Its deadlines move along.
   */
  'start'?: "delay"|"scheduleTime";
  /**
   * The input of the handler, instead of the one that was submitted. Checked against the schema of the type.
   */
  'body'?: "payload"|"payloadBytes";
}

/**
 * What to change of a task that has not started. What is not set stays as it is; something must be set.
 */
export interface UpdateTaskRequest__Output {
  /**
   * Its UUID.
   */
  'taskId': (string);
  /**
   * So long after this request, 0 or more, at most a year; 0 means at once.
   */
  'delay'?: (_google_protobuf_Duration__Output | null);
  /**
   * At this time, at most a year ahead; a time that has passed means at once.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp__Output | null);
  /**
   * How urgent it is.
   */
  'priority': (_longshore_v1_Priority__Output);
  /**
   * Any JSON value.
   */
  'payload'?: (_google_protobuf_Value__Output | null);
  /**
   * Bytes with a content type.
   */
  'payloadBytes'?: (_longshore_v1_Blob__Output | null);
  /**
   * Labels to add or to replace; one with an empty value is removed. Then there must be at most 16.
   */
  'labels': ({[key: string]: string});
  /**
   * When it becomes due. Its deadlines move along.
   */
  'start'?: "delay"|"scheduleTime";
  /**
   * The input of the handler, instead of the one that was submitted. Checked against the schema of the type.
   */
  'body'?: "payload"|"payloadBytes";
}

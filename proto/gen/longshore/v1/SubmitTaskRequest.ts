// Original file: proto/longshore/v1/task_service.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.ts';
import type { Blob as _longshore_v1_Blob, Blob__Output as _longshore_v1_Blob__Output } from '../../longshore/v1/Blob.ts';
import type { Priority as _longshore_v1_Priority, Priority__Output as _longshore_v1_Priority__Output } from '../../longshore/v1/Priority.ts';
import type { TaskOptions as _longshore_v1_TaskOptions, TaskOptions__Output as _longshore_v1_TaskOptions__Output } from '../../longshore/v1/TaskOptions.ts';

/**
 * A task to accept.
 */
export interface SubmitTaskRequest {
  /**
   * A UUID of the caller's choice, which makes sending the request again safe for as long as the record is kept. Empty
   * means that the server makes one.
   */
  'taskId'?: (string);
  /**
   * Which handler is to run it. A worker must have registered it.
   */
  'type'?: (string);
  /**
   * Any JSON value.
   */
  'payload'?: (_google_protobuf_Value | null);
  /**
   * Bytes with a content type.
   */
  'payloadBytes'?: (_longshore_v1_Blob | null);
  /**
   * Where the task waits. Empty means the queue of its type.
   */
  'queue'?: (string);
  /**
   * Not set means that of its queue, where one is set (`Queue.default_priority`), else that of its type.
   */
  'priority'?: (_longshore_v1_Priority);
  /**
   * Words of the caller's own, to find the task by. At most 16; keys are names, values have at most 256 characters.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Where the task differs from its type.
   */
  'options'?: (_longshore_v1_TaskOptions | null);
  /**
   * The input of the handler. Checked against the schema of the type. Not set means null.
   */
  'body'?: "payload"|"payloadBytes";
}

/**
 * A task to accept.
 */
export interface SubmitTaskRequest__Output {
  /**
   * A UUID of the caller's choice, which makes sending the request again safe for as long as the record is kept. Empty
   * means that the server makes one.
   */
  'taskId': (string);
  /**
   * Which handler is to run it. A worker must have registered it.
   */
  'type': (string);
  /**
   * Any JSON value.
   */
  'payload'?: (_google_protobuf_Value__Output | null);
  /**
   * Bytes with a content type.
   */
  'payloadBytes'?: (_longshore_v1_Blob__Output | null);
  /**
   * Where the task waits. Empty means the queue of its type.
   */
  'queue': (string);
  /**
   * Not set means that of its queue, where one is set (`Queue.default_priority`), else that of its type.
   */
  'priority': (_longshore_v1_Priority__Output);
  /**
   * Words of the caller's own, to find the task by. At most 16; keys are names, values have at most 256 characters.
   */
  'labels': ({[key: string]: string});
  /**
   * Where the task differs from its type.
   */
  'options': (_longshore_v1_TaskOptions__Output | null);
  /**
   * The input of the handler. Checked against the schema of the type. Not set means null.
   */
  'body'?: "payload"|"payloadBytes";
}

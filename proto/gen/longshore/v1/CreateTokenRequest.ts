// Original file: proto/longshore/v1/admin_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * A label of tasks, by its key and value.
 */
export interface _longshore_v1_CreateTokenRequest_Label {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * Its value, 1 to 256 characters; no "*" at the end.
   */
  'value'?: (string);
}

/**
 * A label of tasks, by its key and value.
 */
export interface _longshore_v1_CreateTokenRequest_Label__Output {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * Its value, 1 to 256 characters; no "*" at the end.
   */
  'value': (string);
}

/**
 * What a token is to be for.
 */
export interface CreateTokenRequest {
  /**
   * This task.
   */
  'taskId'?: (string);
  /**
   * The tasks that have this label.
   */
  'label'?: (_longshore_v1_CreateTokenRequest_Label | null);
  /**
   * For how long it is valid, 1 s to 24 h. Not set means 15 min.
   */
  'ttl'?: (_google_protobuf_Duration | null);
  /**
   * What its holder may see. Not set means all tasks of the project.
   */
  'scope'?: "taskId"|"label";
}

/**
 * What a token is to be for.
 */
export interface CreateTokenRequest__Output {
  /**
   * This task.
   */
  'taskId'?: (string);
  /**
   * The tasks that have this label.
   */
  'label'?: (_longshore_v1_CreateTokenRequest_Label__Output | null);
  /**
   * For how long it is valid, 1 s to 24 h. Not set means 15 min.
   */
  'ttl': (_google_protobuf_Duration__Output | null);
  /**
   * What its holder may see. Not set means all tasks of the project.
   */
  'scope'?: "taskId"|"label";
}

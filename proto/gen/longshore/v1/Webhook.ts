// Original file: proto/longshore/v1/webhook_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Where events are sent to.
 */
export interface Webhook {
  /**
   * Made by the gateway.
   */
  'webhookId'?: (string);
  /**
   * Where they are sent to.
   */
  'url'?: (string);
  /**
   * Which tasks; empty is all.
   */
  'filter'?: (string);
  /**
   * Whether every event is sent, and not only those that end a task.
   */
  'everyEvent'?: (boolean);
  /**
   * For people.
   */
  'label'?: (string);
  /**
   * When it was made.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The id of the key that made it.
   */
  'creator'?: (string);
  /**
   * Since when nothing is sent any more, because the receiver answered 410 (Gone); absent while it is in force.
   */
  'disableTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * Where events are sent to.
 */
export interface Webhook__Output {
  /**
   * Made by the gateway.
   */
  'webhookId': (string);
  /**
   * Where they are sent to.
   */
  'url': (string);
  /**
   * Which tasks; empty is all.
   */
  'filter': (string);
  /**
   * Whether every event is sent, and not only those that end a task.
   */
  'everyEvent': (boolean);
  /**
   * For people.
   */
  'label': (string);
  /**
   * When it was made.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The id of the key that made it.
   */
  'creator': (string);
  /**
   * Since when nothing is sent any more, because the receiver answered 410 (Gone); absent while it is in force.
   */
  'disableTime': (_google_protobuf_Timestamp__Output | null);
}

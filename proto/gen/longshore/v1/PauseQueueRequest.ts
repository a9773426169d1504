// Original file: proto/longshore/v1/queue_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Asks for a pause.
 */
export interface PauseQueueRequest {
  /**
   * Its name.
   */
  'queue'?: (string);
  /**
   * When it goes on by itself, by the clock of the store: at most a year from now. Not set: when it is resumed.
   */
  'until'?: (_google_protobuf_Timestamp | null);
  /**
   * Why, for others. At most 256 characters.
   */
  'reason'?: (string);
}

/**
 * Asks for a pause.
 */
export interface PauseQueueRequest__Output {
  /**
   * Its name.
   */
  'queue': (string);
  /**
   * When it goes on by itself, by the clock of the store: at most a year from now. Not set: when it is resumed.
   */
  'until': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why, for others. At most 256 characters.
   */
  'reason': (string);
}

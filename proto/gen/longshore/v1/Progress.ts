// Original file: proto/longshore/v1/task.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * How far a handler says it is.
 */
export interface Progress {
  /**
   * Units done, 0 or more. The unit is the handler's own.
   */
  'done'?: (number | string);
  /**
   * Units in all. Not set when unknown.
   */
  'total'?: (number | string);
  /**
   * What it does now. May be empty.
   */
  'message'?: (string);
  /**
   * When the handler reported it.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  '_total'?: "total";
}

/**
 * How far a handler says it is.
 */
export interface Progress__Output {
  /**
   * Units done, 0 or more. The unit is the handler's own.
   */
  'done': (number);
  /**
   * Units in all. Not set when unknown.
   */
  'total'?: (number);
  /**
   * What it does now. May be empty.
   */
  'message': (string);
  /**
   * When the handler reported it.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  '_total'?: "total";
}

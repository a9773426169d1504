// Original file: proto/longshore/v1/alert_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Keeps alerts quiet for a while.
 */
export interface Silence {
  /**
   * Made by the gateway.
   */
  'silenceId'?: (string);
  /**
   * The rule whose alerts it fits.
   */
  'alert'?: (string);
  /**
   * Labels that an alert must have.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Until when.
   */
  'until'?: (_google_protobuf_Timestamp | null);
  /**
   * Why.
   */
  'reason'?: (string);
  /**
   * The id of the key that made it.
   */
  'creator'?: (string);
}

/**
 * Keeps alerts quiet for a while.
 */
export interface Silence__Output {
  /**
   * Made by the gateway.
   */
  'silenceId': (string);
  /**
   * The rule whose alerts it fits.
   */
  'alert': (string);
  /**
   * Labels that an alert must have.
   */
  'labels': ({[key: string]: string});
  /**
   * Until when.
   */
  'until': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why.
   */
  'reason': (string);
  /**
   * The id of the key that made it.
   */
  'creator': (string);
}

// Original file: proto/longshore/v1/alert_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * What to keep quiet.
 */
export interface CreateSilenceRequest {
  /**
   * The rule whose alerts it fits.
   */
  'alert'?: (string);
  /**
   * Labels that an alert must have; empty, the default, fits all of the rule. At most 10.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Until when: after now, at most 90 days.
   */
  'until'?: (_google_protobuf_Timestamp | null);
  /**
   * Why; at most 256 characters. May be empty.
   */
  'reason'?: (string);
}

/**
 * What to keep quiet.
 */
export interface CreateSilenceRequest__Output {
  /**
   * The rule whose alerts it fits.
   */
  'alert': (string);
  /**
   * Labels that an alert must have; empty, the default, fits all of the rule. At most 10.
   */
  'labels': ({[key: string]: string});
  /**
   * Until when: after now, at most 90 days.
   */
  'until': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why; at most 256 characters. May be empty.
   */
  'reason': (string);
}

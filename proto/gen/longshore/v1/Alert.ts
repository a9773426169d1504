// Original file: proto/longshore/v1/alert_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Something that is wrong, or was until lately.
 */
export interface Alert {
  /**
   * The rule that raised it: see docs/monitoring.md.
   */
  'name'?: (string);
  /**
   * `warning` or `critical`.
   */
  'severity'?: (string);
  /**
   * Of what it is, such as `queue`.
   */
  'labels'?: ({[key: string]: string});
  /**
   * `pending`: so, but not for long enough yet. `firing`. `resolved`: over.
   */
  'state'?: (string);
  /**
   * Since when it is so.
   */
  'sinceTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was resolved; absent until then.
   */
  'resolveTime'?: (_google_protobuf_Timestamp | null);
  /**
   * What was measured last.
   */
  'value'?: (number | string);
  /**
   * What it is compared with.
   */
  'threshold'?: (number | string);
  /**
   * What is wrong, in one sentence.
   */
  'summary'?: (string);
  /**
   * What to do about it.
   */
  'action'?: (string);
  /**
   * Whether a silence keeps it quiet.
   */
  'silenced'?: (boolean);
}

/**
 * Something that is wrong, or was until lately.
 */
export interface Alert__Output {
  /**
   * The rule that raised it: see docs/monitoring.md.
   */
  'name': (string);
  /**
   * `warning` or `critical`.
   */
  'severity': (string);
  /**
   * Of what it is, such as `queue`.
   */
  'labels': ({[key: string]: string});
  /**
   * `pending`: so, but not for long enough yet. `firing`. `resolved`: over.
   */
  'state': (string);
  /**
   * Since when it is so.
   */
  'sinceTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was resolved; absent until then.
   */
  'resolveTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * What was measured last.
   */
  'value': (number);
  /**
   * What it is compared with.
   */
  'threshold': (number);
  /**
   * What is wrong, in one sentence.
   */
  'summary': (string);
  /**
   * What to do about it.
   */
  'action': (string);
  /**
   * Whether a silence keeps it quiet.
   */
  'silenced': (boolean);
}

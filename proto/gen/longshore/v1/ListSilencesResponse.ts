// Original file: proto/longshore/v1/alert_service.proto

import type { Silence as _longshore_v1_Silence, Silence__Output as _longshore_v1_Silence__Output } from '../../longshore/v1/Silence.ts';

/**
 * The silences.
 */
export interface ListSilencesResponse {
  /**
   * Those that have not ended, the next one to end first.
   */
  'silences'?: (_longshore_v1_Silence)[];
}

/**
 * The silences.
 */
export interface ListSilencesResponse__Output {
  /**
   * Those that have not ended, the next one to end first.
   */
  'silences': (_longshore_v1_Silence__Output)[];
}

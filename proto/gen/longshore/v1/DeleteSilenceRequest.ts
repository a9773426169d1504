// Original file: proto/longshore/v1/alert_service.proto


/**
 * Which silence to end.
 */
export interface DeleteSilenceRequest {
  /**
   * Its id.
   */
  'silenceId'?: (string);
}

/**
 * Which silence to end.
 */
export interface DeleteSilenceRequest__Output {
  /**
   * Its id.
   */
  'silenceId': (string);
}

// Original file: proto/longshore/v1/admin_service.proto


/**
 * Asks for an audit.
 */
export interface AuditStoreRequest {
  /**
   * Counts what is wrong and changes nothing.
   */
  'dryRun'?: (boolean);
}

/**
 * Asks for an audit.
 */
export interface AuditStoreRequest__Output {
  /**
   * Counts what is wrong and changes nothing.
   */
  'dryRun': (boolean);
}

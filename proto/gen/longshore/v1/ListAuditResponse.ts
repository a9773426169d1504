// Original file: proto/longshore/v1/admin_service.proto

import type { AuditEntry as _longshore_v1_AuditEntry, AuditEntry__Output as _longshore_v1_AuditEntry__Output } from '../../longshore/v1/AuditEntry.ts';

/**
 * Entries of the audit.
 */
export interface ListAuditResponse {
  /**
   * The oldest first.
   */
  'entries'?: (_longshore_v1_AuditEntry)[];
  /**
   * Where to go on. Empty when that was all.
   */
  'nextPageToken'?: (string);
}

/**
 * Entries of the audit.
 */
export interface ListAuditResponse__Output {
  /**
   * The oldest first.
   */
  'entries': (_longshore_v1_AuditEntry__Output)[];
  /**
   * Where to go on. Empty when that was all.
   */
  'nextPageToken': (string);
}

// Original file: proto/longshore/v1/admin_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Which entries of the audit to list.
 */
export interface ListAuditRequest {
  /**
   * How many at most: up to 1000; 0 means 100. A page may have fewer, also none, although there are more.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before, with all other fields as they were. Empty is the first page.
   */
  'pageToken'?: (string);
  /**
   * Only what was done then or later. Not set means from the oldest entry on.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Only what was done before.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Only calls of this method: `CancelTask`.
   */
  'action'?: (string);
  /**
   * Only calls with this key: 16 hexadecimal digits, or `cli` for commands that work on the store itself.
   */
  'keyId'?: (string);
  /**
   * Only what was done to this, as `AuditEntry.resource` has it: `tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64`.
   */
  'resource'?: (string);
}

/**
 * Which entries of the audit to list.
 */
export interface ListAuditRequest__Output {
  /**
   * How many at most: up to 1000; 0 means 100. A page may have fewer, also none, although there are more.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before, with all other fields as they were. Empty is the first page.
   */
  'pageToken': (string);
  /**
   * Only what was done then or later. Not set means from the oldest entry on.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Only what was done before.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Only calls of this method: `CancelTask`.
   */
  'action': (string);
  /**
   * Only calls with this key: 16 hexadecimal digits, or `cli` for commands that work on the store itself.
   */
  'keyId': (string);
  /**
   * Only what was done to this, as `AuditEntry.resource` has it: `tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64`.
   */
  'resource': (string);
}

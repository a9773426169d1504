// Original file: proto/longshore/v1/admin_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One call that changed something, or was to.
 */
export interface AuditEntry {
  /**
   * When it ended, by the clock of the store.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * The method that was called: `CancelTask`. A task that gave way to another one with the same unique key is there as
   * `SubmitTask`.
   */
  'action'?: (string);
  /**
   * Who: the id of the key, or `cli` for a command that works on the store itself.
   */
  'keyId'?: (string);
  /**
   * From where: an address without a port, that of the proxy when one is in between; the name of the host for `cli`.
   */
  'address'?: (string);
  /**
   * What it was done to, as the paths of the HTTP API have it after `/v1/`: `tasks/ID`, `queues/NAME`, `schedules/ID`,
   * `keys/ID`, `workers/ID`, `store`; `tasks` for all that a filter let through.
   */
  'resource'?: (string);
  /**
   * `OK`, or the reason of the error that the caller got: `TASK_FINISHED`.
   */
  'outcome'?: (string);
  /**
   * What else there is to know, by name: the reason that was given, the filter, how many matched and were changed. Never a
   * payload or a secret.
   */
  'detail'?: ({[key: string]: string});
}

/**
 * One call that changed something, or was to.
 */
export interface AuditEntry__Output {
  /**
   * When it ended, by the clock of the store.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * The method that was called: `CancelTask`. A task that gave way to another one with the same unique key is there as
   * `SubmitTask`.
   */
  'action': (string);
  /**
   * Who: the id of the key, or `cli` for a command that works on the store itself.
   */
  'keyId': (string);
  /**
   * From where: an address without a port, that of the proxy when one is in between; the name of the host for `cli`.
   */
  'address': (string);
  /**
   * What it was done to, as the paths of the HTTP API have it after `/v1/`: `tasks/ID`, `queues/NAME`, `schedules/ID`,
   * `keys/ID`, `workers/ID`, `store`; `tasks` for all that a filter let through.
   */
  'resource': (string);
  /**
   * `OK`, or the reason of the error that the caller got: `TASK_FINISHED`.
   */
  'outcome': (string);
  /**
   * What else there is to know, by name: the reason that was given, the filter, how many matched and were changed. Never a
   * payload or a secret.
   */
  'detail': ({[key: string]: string});
}

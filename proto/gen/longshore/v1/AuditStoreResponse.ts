// Original file: proto/longshore/v1/admin_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What it made of one kind of thing that may be wrong. Counts are of all projects.
 */
export interface _longshore_v1_AuditStoreResponse_Count {
  /**
   * The kind, as a word: "running_without_worker". docs/guarantees.md tells of each.
   */
  'kind'?: (string);
  /**
   * How many tasks, messages or keys were looked at.
   */
  'lookedAt'?: (number | string | Long);
  /**
   * How many were wrong.
   */
  'found'?: (number | string | Long);
  /**
   * How many of those were put right: 0 in a dry run. The others had changed by then, or could not be mended, which the
   * scheduler's log tells.
   */
  'mended'?: (number | string | Long);
  /**
   * The first of them that belong to the caller's project, at most 20.
   */
  'examples'?: (_longshore_v1_AuditStoreResponse_Example)[];
}

/**
 * What it made of one kind of thing that may be wrong. Counts are of all projects.
 */
export interface _longshore_v1_AuditStoreResponse_Count__Output {
  /**
   * The kind, as a word: "running_without_worker". docs/guarantees.md tells of each.
   */
  'kind': (string);
  /**
   * How many tasks, messages or keys were looked at.
   */
  'lookedAt': (string);
  /**
   * How many were wrong.
   */
  'found': (string);
  /**
   * How many of those were put right: 0 in a dry run. The others had changed by then, or could not be mended, which the
   * scheduler's log tells.
   */
  'mended': (string);
  /**
   * The first of them that belong to the caller's project, at most 20.
   */
  'examples': (_longshore_v1_AuditStoreResponse_Example__Output)[];
}

/**
 * One of those that were found.
 */
export interface _longshore_v1_AuditStoreResponse_Example {
  /**
   * The task.
   */
  'taskId'?: (string);
  /**
   * What was wrong, and what is done about it.
   */
  'detail'?: (string);
}

/**
 * One of those that were found.
 */
export interface _longshore_v1_AuditStoreResponse_Example__Output {
  /**
   * The task.
   */
  'taskId': (string);
  /**
   * What was wrong, and what is done about it.
   */
  'detail': (string);
}

/**
 * What the audit made of the store.
 */
export interface AuditStoreResponse {
  /**
   * Every kind, also those of which none was found.
   */
  'counts'?: (_longshore_v1_AuditStoreResponse_Count)[];
  /**
   * When it began, by the clock of the store.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long it took.
   */
  'duration'?: (_google_protobuf_Duration | null);
}

/**
 * What the audit made of the store.
 */
export interface AuditStoreResponse__Output {
  /**
   * Every kind, also those of which none was found.
   */
  'counts': (_longshore_v1_AuditStoreResponse_Count__Output)[];
  /**
   * When it began, by the clock of the store.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long it took.
   */
  'duration': (_google_protobuf_Duration__Output | null);
}

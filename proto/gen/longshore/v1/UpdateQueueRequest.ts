// Original file: proto/longshore/v1/queue_service.proto

import type { RateLimit as _longshore_v1_RateLimit, RateLimit__Output as _longshore_v1_RateLimit__Output } from '../../longshore/v1/RateLimit.ts';
import type { Priority as _longshore_v1_Priority, Priority__Output as _longshore_v1_Priority__Output } from '../../longshore/v1/Priority.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What is to be changed.
 */
export interface UpdateQueueRequest {
  /**
   * Its name.
   */
  'queue'?: (string);
  /**
   * How many of its tasks may run at once over all workers: 1 to 10000; 0 means no limit. Not set: as before.
   */
  'maxRunning'?: (number);
  /**
   * How fast its tasks may be started over all workers; `per_second` 0 means no limit. Not set: as before.
   */
  'rateLimit'?: (_longshore_v1_RateLimit | null);
  /**
   * The priority of tasks that name none; PRIORITY_UNSPECIFIED means that of their type. Not set: as before.
   */
  'defaultPriority'?: (_longshore_v1_Priority);
  /**
   * How many tasks may wait before SubmitTask answers QUEUE_FULL: 1 to 1000000000; 0 means no limit. Not set: as before.
   */
  'maxDepth'?: (number | string | Long);
  '_maxRunning'?: "maxRunning";
  '_defaultPriority'?: "defaultPriority";
  '_maxDepth'?: "maxDepth";
}

/**
 * What is to be changed.
 */
export interface UpdateQueueRequest__Output {
  /**
   * Its name.
   */
  'queue': (string);
  /**
   * How many of its tasks may run at once over all workers: 1 to 10000; 0 means no limit. Not set: as before.
   */
  'maxRunning'?: (number);
  /**
   * How fast its tasks may be started over all workers; `per_second` 0 means no limit. Not set: as before.
   */
  'rateLimit': (_longshore_v1_RateLimit__Output | null);
  /**
   * The priority of tasks that name none; PRIORITY_UNSPECIFIED means that of their type. Not set: as before.
   */
  'defaultPriority'?: (_longshore_v1_Priority__Output);
  /**
   * How many tasks may wait before SubmitTask answers QUEUE_FULL: 1 to 1000000000; 0 means no limit. Not set: as before.
   */
  'maxDepth'?: (string);
  '_maxRunning'?: "maxRunning";
  '_defaultPriority'?: "defaultPriority";
  '_maxDepth'?: "maxDepth";
}

// Original file: proto/longshore/v1/queue_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { RateLimit as _longshore_v1_RateLimit, RateLimit__Output as _longshore_v1_RateLimit__Output } from '../../longshore/v1/RateLimit.ts';
import type { Priority as _longshore_v1_Priority, Priority__Output as _longshore_v1_Priority__Output } from '../../longshore/v1/Priority.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * How many tasks wait, by priority.
 */
export interface _longshore_v1_Queue_Depth {
  /**
   * `high` priority.
   */
  'high'?: (number | string | Long);
  /**
   * `normal` priority.
   */
  'normal'?: (number | string | Long);
  /**
   * `low` priority.
   */
  'low'?: (number | string | Long);
}

/**
 * How many tasks wait, by priority.
 */
export interface _longshore_v1_Queue_Depth__Output {
  /**
   * `high` priority.
   */
  'high': (string);
  /**
   * `normal` priority.
   */
  'normal': (string);
  /**
   * `low` priority.
   */
  'low': (string);
}

/**
 * A queue, as it is now. Clients read queues and never write them: every field is output only.
 */
export interface Queue {
  /**
   * Its name.
   */
  'queue'?: (string);
  /**
   * Whether it is paused now.
   */
  'paused'?: (boolean);
  /**
   * Until when; not set when it is not paused, or until somebody resumes it.
   */
  'pauseUntil'?: (_google_protobuf_Timestamp | null);
  /**
   * The id of the API key that paused it.
   */
  'pausedBy'?: (string);
  /**
   * Why, in the words of whoever paused it.
   */
  'pauseReason'?: (string);
  /**
   * How many of its tasks may run at once over all workers; 0 means no limit.
   */
  'maxRunning'?: (number);
  /**
   * How fast its tasks may be started over all workers; not set means no limit.
   */
  'rateLimit'?: (_longshore_v1_RateLimit | null);
  /**
   * The priority of tasks that name none; PRIORITY_UNSPECIFIED means that of their type.
   */
  'defaultPriority'?: (_longshore_v1_Priority);
  /**
   * How many tasks may wait before more are refused; 0 means no limit.
   */
  'maxDepth'?: (number | string | Long);
  /**
   * Tasks that wait in line, of all projects. Those that are due later are not among them.
   */
  'depth'?: (_longshore_v1_Queue_Depth | null);
  /**
   * Tasks that workers hold: they run, or their worker has died and its lease has not ended.
   */
  'running'?: (number | string | Long);
  /**
   * Since when the task that is next in line of all priorities has waited; not set when none waits.
   */
  'oldestWaitingTime'?: (_google_protobuf_Timestamp | null);
  /**
   * The workers that take tasks from it, by id.
   */
  'workers'?: (string)[];
}

/**
 * A queue, as it is now. Clients read queues and never write them: every field is output only.
 */
export interface Queue__Output {
  /**
   * Its name.
   */
  'queue': (string);
  /**
   * Whether it is paused now.
   */
  'paused': (boolean);
  /**
   * Until when; not set when it is not paused, or until somebody resumes it.
   */
  'pauseUntil': (_google_protobuf_Timestamp__Output | null);
  /**
   * The id of the API key that paused it.
   */
  'pausedBy': (string);
  /**
   * Why, in the words of whoever paused it.
   */
  'pauseReason': (string);
  /**
   * How many of its tasks may run at once over all workers; 0 means no limit.
   */
  'maxRunning': (number);
  /**
   * How fast its tasks may be started over all workers; not set means no limit.
   */
  'rateLimit': (_longshore_v1_RateLimit__Output | null);
  /**
   * The priority of tasks that name none; PRIORITY_UNSPECIFIED means that of their type.
   */
  'defaultPriority': (_longshore_v1_Priority__Output);
  /**
   * How many tasks may wait before more are refused; 0 means no limit.
   */
  'maxDepth': (string);
  /**
   * Tasks that wait in line, of all projects. Those that are due later are not among them.
   */
  'depth': (_longshore_v1_Queue_Depth__Output | null);
  /**
   * Tasks that workers hold: they run, or their worker has died and its lease has not ended.
   */
  'running': (string);
  /**
   * Since when the task that is next in line of all priorities has waited; not set when none waits.
   */
  'oldestWaitingTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * The workers that take tasks from it, by id.
   */
  'workers': (string)[];
}

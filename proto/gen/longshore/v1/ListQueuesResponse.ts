// Original file: proto/longshore/v1/queue_service.proto

import type { Queue as _longshore_v1_Queue, Queue__Output as _longshore_v1_Queue__Output } from '../../longshore/v1/Queue.ts';

/**
 * The queues.
 */
export interface ListQueuesResponse {
  /**
   * Ordered by `queue`.
   */
  'queues'?: (_longshore_v1_Queue)[];
}

/**
 * The queues.
 */
export interface ListQueuesResponse__Output {
  /**
   * Ordered by `queue`.
   */
  'queues': (_longshore_v1_Queue__Output)[];
}

// Original file: proto/longshore/v1/admin_service.proto

import type { Worker as _longshore_v1_Worker, Worker__Output as _longshore_v1_Worker__Output } from '../../longshore/v1/Worker.ts';

/**
 * The workers.
 */
export interface ListWorkersResponse {
  /**
   * Ordered by `worker_id`.
   */
  'workers'?: (_longshore_v1_Worker)[];
}

/**
 * The workers.
 */
export interface ListWorkersResponse__Output {
  /**
   * Ordered by `worker_id`.
   */
  'workers': (_longshore_v1_Worker__Output)[];
}

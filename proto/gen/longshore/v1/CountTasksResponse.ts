// Original file: proto/longshore/v1/task_list.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * How many tasks there are.
 */
export interface CountTasksResponse {
  /**
   * How many in each state, by its name; a state without any is left out.
   */
  'counts'?: ({[key: string]: number});
  /**
   * All of them.
   */
  'total'?: (number);
  /**
   * Whether there may be more: the time that one call may take was over before all had been looked at.
   */
  'isPartial'?: (boolean);
  /**
   * As in ListTasksResponse.
   */
  'indexLag'?: (_google_protobuf_Duration | null);
}

/**
 * How many tasks there are.
 */
export interface CountTasksResponse__Output {
  /**
   * How many in each state, by its name; a state without any is left out.
   */
  'counts': ({[key: string]: number});
  /**
   * All of them.
   */
  'total': (number);
  /**
   * Whether there may be more: the time that one call may take was over before all had been looked at.
   */
  'isPartial': (boolean);
  /**
   * As in ListTasksResponse.
   */
  'indexLag': (_google_protobuf_Duration__Output | null);
}

// Original file: proto/longshore/v1/task_statistics.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { TaskCounts as _longshore_v1_TaskCounts, TaskCounts__Output as _longshore_v1_TaskCounts__Output } from '../../longshore/v1/TaskCounts.ts';
import type { TypeStatistics as _longshore_v1_TypeStatistics, TypeStatistics__Output as _longshore_v1_TypeStatistics__Output } from '../../longshore/v1/TypeStatistics.ts';
import type { MinuteStatistics as _longshore_v1_MinuteStatistics, MinuteStatistics__Output as _longshore_v1_MinuteStatistics__Output } from '../../longshore/v1/MinuteStatistics.ts';

/**
 * What happened within a window of time.
 */
export interface TaskStatistics {
  /**
   * The window that was looked at.
   */
  'window'?: (_google_protobuf_Duration | null);
  /**
   * All tasks.
   */
  'all'?: (_longshore_v1_TaskCounts | null);
  /**
   * By type, the one with the most attempts first.
   */
  'types'?: (_longshore_v1_TypeStatistics)[];
  /**
   * Minute by minute, oldest first; one in which nothing happened is left out.
   */
  'minutes'?: (_longshore_v1_MinuteStatistics)[];
  /**
   * How many tasks there are now in each state, by its name.
   */
  'states'?: ({[key: string]: number});
  /**
   * How old the numbers may be: what was stored within this time may be missing.
   */
  'indexLag'?: (_google_protobuf_Duration | null);
}

/**
 * What happened within a window of time.
 */
export interface TaskStatistics__Output {
  /**
   * The window that was looked at.
   */
  'window': (_google_protobuf_Duration__Output | null);
  /**
   * All tasks.
   */
  'all': (_longshore_v1_TaskCounts__Output | null);
  /**
   * By type, the one with the most attempts first.
   */
  'types': (_longshore_v1_TypeStatistics__Output)[];
  /**
   * Minute by minute, oldest first; one in which nothing happened is left out.
   */
  'minutes': (_longshore_v1_MinuteStatistics__Output)[];
  /**
   * How many tasks there are now in each state, by its name.
   */
  'states': ({[key: string]: number});
  /**
   * How old the numbers may be: what was stored within this time may be missing.
   */
  'indexLag': (_google_protobuf_Duration__Output | null);
}

// Original file: proto/longshore/v1/task_statistics.proto

import type { DurationStatistics as _longshore_v1_DurationStatistics, DurationStatistics__Output as _longshore_v1_DurationStatistics__Output } from '../../longshore/v1/DurationStatistics.ts';

/**
 * How many tasks, and how long they took.
 */
export interface TaskCounts {
  /**
   * Tasks that were accepted.
   */
  'submitted'?: (number);
  /**
   * Attempts that began.
   */
  'started'?: (number);
  /**
   * Tasks that ended with a result.
   */
  'succeeded'?: (number);
  /**
   * Tasks that ended with an error; attempts are not counted here.
   */
  'failed'?: (number);
  /**
   * Tasks that somebody cancelled.
   */
  'cancelled'?: (number);
  /**
   * Tasks that had not started in time.
   */
  'expired'?: (number);
  /**
   * Attempts that failed and are to be made again.
   */
  'retried'?: (number);
  /**
   * From when an attempt could have started to its start. Absent when none started.
   */
  'wait'?: (_longshore_v1_DurationStatistics | null);
  /**
   * How long attempts ran. Absent when none ended.
   */
  'run'?: (_longshore_v1_DurationStatistics | null);
  /**
   * From the submission to the end. Absent when none ended.
   */
  'total'?: (_longshore_v1_DurationStatistics | null);
}

/**
 * How many tasks, and how long they took.
 */
export interface TaskCounts__Output {
  /**
   * Tasks that were accepted.
   */
  'submitted': (number);
  /**
   * Attempts that began.
   */
  'started': (number);
  /**
   * Tasks that ended with a result.
   */
  'succeeded': (number);
  /**
   * Tasks that ended with an error; attempts are not counted here.
   */
  'failed': (number);
  /**
   * Tasks that somebody cancelled.
   */
  'cancelled': (number);
  /**
   * Tasks that had not started in time.
   */
  'expired': (number);
  /**
   * Attempts that failed and are to be made again.
   */
  'retried': (number);
  /**
   * From when an attempt could have started to its start. Absent when none started.
   */
  'wait': (_longshore_v1_DurationStatistics__Output | null);
  /**
   * How long attempts ran. Absent when none ended.
   */
  'run': (_longshore_v1_DurationStatistics__Output | null);
  /**
   * From the submission to the end. Absent when none ended.
   */
  'total': (_longshore_v1_DurationStatistics__Output | null);
}

// Original file: proto/longshore/v1/task.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { RetryPolicy as _longshore_v1_RetryPolicy, RetryPolicy__Output as _longshore_v1_RetryPolicy__Output } from '../../longshore/v1/RetryPolicy.ts';

// Original file: proto/longshore/v1/task.proto

/**
 * What happens to a submission whose unique key another task holds.
 */
export const _longshore_v1_TaskOptions_UniquePolicy = {
  /**
   * USE_EXISTING.
   */
  UNIQUE_POLICY_UNSPECIFIED: 'UNIQUE_POLICY_UNSPECIFIED',
  /**
   * The answer is the task that holds the key, as it is now, whatever its payload; nothing is stored. Whoever must
   * tell the two apart chooses a `task_id`: the answer then has another one.
   */
  USE_EXISTING: 'USE_EXISTING',
  /**
   * UNIQUE_KEY_HELD.
   */
  FAIL: 'FAIL',
  /**
   * A holder that has never started is CANCELLED (reason REPLACED), and the new task takes its place. UNIQUE_KEY_HELD
   * when it has started.
   */
  REPLACE: 'REPLACE',
} as const;

/**
 * What happens to a submission whose unique key another task holds.
 */
export type _longshore_v1_TaskOptions_UniquePolicy =
  /**
   * USE_EXISTING.
   */
  | 'UNIQUE_POLICY_UNSPECIFIED'
  | 0
  /**
   * The answer is the task that holds the key, as it is now, whatever its payload; nothing is stored. Whoever must
   * tell the two apart chooses a `task_id`: the answer then has another one.
   */
  | 'USE_EXISTING'
  | 1
  /**
   * UNIQUE_KEY_HELD.
   */
  | 'FAIL'
  | 2
  /**
   * A holder that has never started is CANCELLED (reason REPLACED), and the new task takes its place. UNIQUE_KEY_HELD
   * when it has started.
   */
  | 'REPLACE'
  | 3

/**
 * What happens to a submission whose unique key another task holds.
 */
export type _longshore_v1_TaskOptions_UniquePolicy__Output = typeof _longshore_v1_TaskOptions_UniquePolicy[keyof typeof _longshore_v1_TaskOptions_UniquePolicy]

/**
 * How one task is run, where it differs from its type.
 */
export interface TaskOptions {
  /**
   * So long after it was accepted, 0 or more.
   */
  'delay'?: (_google_protobuf_Duration | null);
  /**
   * At this time; a time that has passed means at once.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long it may wait, once due, for its first attempt to begin; after that it becomes EXPIRED and never runs.
   * More than 0, at most 365 days, not more than `total_timeout`. Not set means for ever.
   */
  'startTimeout'?: (_google_protobuf_Duration | null);
  /**
   * After how long an attempt is told to finish. More than 0, not more than `hard_limit`. Not set means that of the
   * task's type, else 540 s.
   */
  'softLimit'?: (_google_protobuf_Duration | null);
  /**
   * After how long an attempt is killed, which counts as a failure with reason HARD_LIMIT. More than 0. Not set means
   * that of the task's type, else 600 s.
   */
  'hardLimit'?: (_google_protobuf_Duration | null);
  /**
   * When a failed attempt is tried again.
   */
  'retry'?: (_longshore_v1_RetryPolicy | null);
  /**
   * How long the record is kept once the task has ended, unless it FAILED: failed tasks are kept for as long as their
   * type says, else 7 days. More than 0. Not set means that of the task's type, else 1 hour.
   */
  'resultTtl'?: (_google_protobuf_Duration | null);
  /**
   * How long it may take, once due, over all attempts and what is between them; after that it fails with reason
   * DEADLINE_EXCEEDED: at once while it waits, as soon as its handler has stopped while it runs. More than 0, at most 365
   * days. Not set means for ever.
   */
  'totalTimeout'?: (_google_protobuf_Duration | null);
  /**
   * Words of the caller's own, 1 to 256 characters, of which no two live tasks of one type and project have the same: from
   * when it is accepted to its end, a task holds its key. Not set means that the task shares it with nobody.
   */
  'uniqueKey'?: (string);
  /**
   * What happens when another task holds the key. Not set means USE_EXISTING. Only with `unique_key`.
   */
  'uniquePolicy'?: (_longshore_v1_TaskOptions_UniquePolicy);
  /**
   * For how long the key stays held after the task was accepted, even when that has ended by then; at most a year. The
   * record is kept for at least so long after the end. Not set means that the end frees the key. Only with `unique_key`.
   */
  'uniqueWindow'?: (_google_protobuf_Duration | null);
  /**
   * When the task becomes due. Not set means at once.
   */
  'start'?: "delay"|"scheduleTime";
  '_uniqueKey'?: "uniqueKey";
}

/**
 * How one task is run, where it differs from its type.
 */
export interface TaskOptions__Output {
  /**
   * So long after it was accepted, 0 or more.
   */
  'delay'?: (_google_protobuf_Duration__Output | null);
  /**
   * At this time; a time that has passed means at once.
   */
  'scheduleTime'?: (_google_protobuf_Timestamp__Output | null);
  /**
   * How long it may wait, once due, for its first attempt to begin; after that it becomes EXPIRED and never runs.
   * More than 0, at most 365 days, not more than `total_timeout`. Not set means for ever.
   */
  'startTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * After how long an attempt is told to finish. More than 0, not more than `hard_limit`. Not set means that of the
   * task's type, else 540 s.
   */
  'softLimit': (_google_protobuf_Duration__Output | null);
  /**
   * After how long an attempt is killed, which counts as a failure with reason HARD_LIMIT. More than 0. Not set means
   * that of the task's type, else 600 s.
   */
  'hardLimit': (_google_protobuf_Duration__Output | null);
  /**
   * When a failed attempt is tried again.
   */
  'retry': (_longshore_v1_RetryPolicy__Output | null);
  /**
   * How long the record is kept once the task has ended, unless it FAILED: failed tasks are kept for as long as their
   * type says, else 7 days. More than 0. Not set means that of the task's type, else 1 hour.
   */
  'resultTtl': (_google_protobuf_Duration__Output | null);
  /**
   * How long it may take, once due, over all attempts and what is between them; after that it fails with reason
   * DEADLINE_EXCEEDED: at once while it waits, as soon as its handler has stopped while it runs. More than 0, at most 365
   * days. Not set means for ever.
   */
  'totalTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * Words of the caller's own, 1 to 256 characters, of which no two live tasks of one type and project have the same: from
   * when it is accepted to its end, a task holds its key. Not set means that the task shares it with nobody.
   */
  'uniqueKey'?: (string);
  /**
   * What happens when another task holds the key. Not set means USE_EXISTING. Only with `unique_key`.
   */
  'uniquePolicy': (_longshore_v1_TaskOptions_UniquePolicy__Output);
  /**
   * For how long the key stays held after the task was accepted, even when that has ended by then; at most a year. The
   * record is kept for at least so long after the end. Not set means that the end frees the key. Only with `unique_key`.
   */
  'uniqueWindow': (_google_protobuf_Duration__Output | null);
  /**
   * When the task becomes due. Not set means at once.
   */
  'start'?: "delay"|"scheduleTime";
  '_uniqueKey'?: "uniqueKey";
}

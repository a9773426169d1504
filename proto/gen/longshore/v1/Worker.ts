// Original file: proto/longshore/v1/admin_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Slots of one pool.
 */
export interface _longshore_v1_Worker_Pool {
  /**
   * "prefork", "inline" or "exec".
   */
  'pool'?: (string);
  /**
   * How many tasks may run in it at once.
   */
  'size'?: (number);
  /**
   * How many more could be taken.
   */
  'free'?: (number);
}

/**
 * Slots of one pool.
 */
export interface _longshore_v1_Worker_Pool__Output {
  /**
   * "prefork", "inline" or "exec".
   */
  'pool': (string);
  /**
   * How many tasks may run in it at once.
   */
  'size': (number);
  /**
   * How many more could be taken.
   */
  'free': (number);
}

/**
 * A task of the caller's project that the worker runs.
 */
export interface _longshore_v1_Worker_RunningTask {
  /**
   * Which task.
   */
  'taskId'?: (string);
  /**
   * Its type.
   */
  'type'?: (string);
  /**
   * Which attempt it is, from 1.
   */
  'attempt'?: (number);
  /**
   * When that began.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * For how long it had run when the worker spoke, by the worker's own clock.
   */
  'age'?: (_google_protobuf_Duration | null);
}

/**
 * A task of the caller's project that the worker runs.
 */
export interface _longshore_v1_Worker_RunningTask__Output {
  /**
   * Which task.
   */
  'taskId': (string);
  /**
   * Its type.
   */
  'type': (string);
  /**
   * Which attempt it is, from 1.
   */
  'attempt': (number);
  /**
   * When that began.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * For how long it had run when the worker spoke, by the worker's own clock.
   */
  'age': (_google_protobuf_Duration__Output | null);
}

// Original file: proto/longshore/v1/admin_service.proto

/**
 * What a worker is up to.
 */
export const _longshore_v1_Worker_State = {
  /**
   * Never sent by the server.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * Takes tasks while it has free slots.
   */
  READY: 'READY',
  /**
   * Takes no tasks any more, and ends those that it has.
   */
  DRAINING: 'DRAINING',
  /**
   * Has free slots, tasks wait, and none has come for 15 seconds. It keeps trying; `problems` says where.
   */
  STALLED: 'STALLED',
} as const;

/**
 * What a worker is up to.
 */
export type _longshore_v1_Worker_State =
  /**
   * Never sent by the server.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * Takes tasks while it has free slots.
   */
  | 'READY'
  | 1
  /**
   * Takes no tasks any more, and ends those that it has.
   */
  | 'DRAINING'
  | 2
  /**
   * Has free slots, tasks wait, and none has come for 15 seconds. It keeps trying; `problems` says where.
   */
  | 'STALLED'
  | 3

/**
 * What a worker is up to.
 */
export type _longshore_v1_Worker_State__Output = typeof _longshore_v1_Worker_State[keyof typeof _longshore_v1_Worker_State]

/**
 * A worker, as it last spoke of itself.
 * 
 * Clients read workers and never write them: every field is output only.
 */
export interface Worker {
  /**
   * Its name, and what timelines call it. No other worker has or will have it.
   */
  'workerId'?: (string);
  /**
   * The machine it runs on.
   */
  'host'?: (string);
  /**
   * Its process there.
   */
  'pid'?: (number);
  /**
   * The version of Longshore that it runs.
   */
  'longshoreVersion'?: (string);
  /**
   * When it began to take tasks.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it last spoke, by the clock of the store. All the rest was so then.
   */
  'heartbeatTime'?: (_google_protobuf_Timestamp | null);
  /**
   * What it is up to.
   */
  'state'?: (_longshore_v1_Worker_State);
  /**
   * The queues that it takes tasks from.
   */
  'queues'?: (string)[];
  /**
   * The task types that it has.
   */
  'taskTypes'?: (string)[];
  /**
   * Its pools.
   */
  'pools'?: (_longshore_v1_Worker_Pool)[];
  /**
   * The tasks of the caller's project that it runs, the oldest first. A worker names the 100 that have run longest.
   */
  'running'?: (_longshore_v1_Worker_RunningTask)[];
  /**
   * Tasks that it runs beside those in `running`: of other projects, or too many to be named.
   */
  'otherRunningCount'?: (number);
  /**
   * Resident memory of the worker's own process, in bytes. Child processes are not in it.
   */
  'memoryRssBytes'?: (number | string | Long);
  /**
   * What of that its JavaScript heap uses, in bytes.
   */
  'memoryHeapUsedBytes'?: (number | string | Long);
  /**
   * Why it does less than it should. Empty when all is well.
   */
  'problems'?: (string)[];
}

/**
 * A worker, as it last spoke of itself.
 * 
 * Clients read workers and never write them: every field is output only.
 */
export interface Worker__Output {
  /**
   * Its name, and what timelines call it. No other worker has or will have it.
   */
  'workerId': (string);
  /**
   * The machine it runs on.
   */
  'host': (string);
  /**
   * Its process there.
   */
  'pid': (number);
  /**
   * The version of Longshore that it runs.
   */
  'longshoreVersion': (string);
  /**
   * When it began to take tasks.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it last spoke, by the clock of the store. All the rest was so then.
   */
  'heartbeatTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * What it is up to.
   */
  'state': (_longshore_v1_Worker_State__Output);
  /**
   * The queues that it takes tasks from.
   */
  'queues': (string)[];
  /**
   * The task types that it has.
   */
  'taskTypes': (string)[];
  /**
   * Its pools.
   */
  'pools': (_longshore_v1_Worker_Pool__Output)[];
  /**
   * The tasks of the caller's project that it runs, the oldest first. A worker names the 100 that have run longest.
   */
  'running': (_longshore_v1_Worker_RunningTask__Output)[];
  /**
   * Tasks that it runs beside those in `running`: of other projects, or too many to be named.
   */
  'otherRunningCount': (number);
  /**
   * Resident memory of the worker's own process, in bytes. Child processes are not in it.
   */
  'memoryRssBytes': (string);
  /**
   * What of that its JavaScript heap uses, in bytes.
   */
  'memoryHeapUsedBytes': (string);
  /**
   * Why it does less than it should. Empty when all is well.
   */
  'problems': (string)[];
}

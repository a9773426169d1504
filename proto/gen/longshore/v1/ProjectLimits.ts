// Original file: proto/longshore/v1/admin_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * How much a project may do, with all its keys together. Fields are read as those of `KeyLimits`.
 */
export interface ProjectLimits {
  /**
   * Calls a second, over all gateways; `SubmitTasks` counts each of its tasks as one. Over it: REQUEST_RATE_EXCEEDED.
   */
  'requestsPerSecond'?: (number | string);
  /**
   * How many calls may come at once after a pause.
   */
  'requestBurst'?: (number);
  /**
   * The largest payload, in bytes of JSON. Over it: PAYLOAD_LIMIT_EXCEEDED.
   */
  'maxPayloadBytes'?: (number | string | Long);
  /**
   * How many calls that wait or stream may be open at each gateway. Over it: WATCH_LIMIT_EXCEEDED.
   */
  'maxWatches'?: (number);
  /**
   * How many tasks may be there that have not ended: in line, due later, or held by a worker. Over it:
   * QUEUED_LIMIT_EXCEEDED.
   */
  'maxQueued'?: (number | string | Long);
  /**
   * How many schedules there may be. Over it: SCHEDULE_LIMIT_EXCEEDED.
   */
  'maxSchedules'?: (number);
  /**
   * The shortest time between two ticks of a schedule, in whole milliseconds. Under it: FIELD_INVALID.
   */
  'minScheduleInterval'?: (_google_protobuf_Duration | null);
  /**
   * How many tasks may run at once, over all workers. What is above that waits. 0, which is the default: no limit.
   */
  'maxRunning'?: (number);
  '_requestsPerSecond'?: "requestsPerSecond";
  '_requestBurst'?: "requestBurst";
  '_maxPayloadBytes'?: "maxPayloadBytes";
  '_maxWatches'?: "maxWatches";
  '_maxQueued'?: "maxQueued";
  '_maxSchedules'?: "maxSchedules";
  '_maxRunning'?: "maxRunning";
}

/**
 * How much a project may do, with all its keys together. Fields are read as those of `KeyLimits`.
 */
export interface ProjectLimits__Output {
  /**
   * Calls a second, over all gateways; `SubmitTasks` counts each of its tasks as one. Over it: REQUEST_RATE_EXCEEDED.
   */
  'requestsPerSecond'?: (number);
  /**
   * How many calls may come at once after a pause.
   */
  'requestBurst'?: (number);
  /**
   * The largest payload, in bytes of JSON. Over it: PAYLOAD_LIMIT_EXCEEDED.
   */
  'maxPayloadBytes'?: (string);
  /**
   * How many calls that wait or stream may be open at each gateway. Over it: WATCH_LIMIT_EXCEEDED.
   */
  'maxWatches'?: (number);
  /**
   * How many tasks may be there that have not ended: in line, due later, or held by a worker. Over it:
   * QUEUED_LIMIT_EXCEEDED.
   */
  'maxQueued'?: (string);
  /**
   * How many schedules there may be. Over it: SCHEDULE_LIMIT_EXCEEDED.
   */
  'maxSchedules'?: (number);
  /**
   * The shortest time between two ticks of a schedule, in whole milliseconds. Under it: FIELD_INVALID.
   */
  'minScheduleInterval': (_google_protobuf_Duration__Output | null);
  /**
   * How many tasks may run at once, over all workers. What is above that waits. 0, which is the default: no limit.
   */
  'maxRunning'?: (number);
  '_requestsPerSecond'?: "requestsPerSecond";
  '_requestBurst'?: "requestBurst";
  '_maxPayloadBytes'?: "maxPayloadBytes";
  '_maxWatches'?: "maxWatches";
  '_maxQueued'?: "maxQueued";
  '_maxSchedules'?: "maxSchedules";
  '_maxRunning'?: "maxRunning";
}

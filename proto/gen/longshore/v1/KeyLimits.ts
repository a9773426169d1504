// Original file: proto/longshore/v1/admin_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How much may be done with one key, beside what its project may. In a request, a field that is not set stays as it is, and 0
 * takes a limit back to its default. docs/limits.md lists defaults and bounds.
 */
export interface KeyLimits {
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
  '_requestsPerSecond'?: "requestsPerSecond";
  '_requestBurst'?: "requestBurst";
  '_maxPayloadBytes'?: "maxPayloadBytes";
  '_maxWatches'?: "maxWatches";
}

/**
 * How much may be done with one key, beside what its project may. In a request, a field that is not set stays as it is, and 0
 * takes a limit back to its default. docs/limits.md lists defaults and bounds.
 */
export interface KeyLimits__Output {
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
  '_requestsPerSecond'?: "requestsPerSecond";
  '_requestBurst'?: "requestBurst";
  '_maxPayloadBytes'?: "maxPayloadBytes";
  '_maxWatches'?: "maxWatches";
}

// Original file: proto/longshore/v1/schedule_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * One tick.
 */
export interface _longshore_v1_PreviewScheduleResponse_Tick {
  /**
   * When it is.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * The same as clocks at the place show it, with their offset: "2026-03-29T03:00:00+02:00".
   */
  'localTime'?: (string);
}

/**
 * One tick.
 */
export interface _longshore_v1_PreviewScheduleResponse_Tick__Output {
  /**
   * When it is.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * The same as clocks at the place show it, with their offset: "2026-03-29T03:00:00+02:00".
   */
  'localTime': (string);
}

/**
 * The next ticks; fewer than asked for when there are no more.
 */
export interface PreviewScheduleResponse {
  /**
   * In order.
   */
  'ticks'?: (_longshore_v1_PreviewScheduleResponse_Tick)[];
  /**
   * The time zone of `local_time`: that of the schedule, "UTC" for an interval.
   */
  'timeZone'?: (string);
}

/**
 * The next ticks; fewer than asked for when there are no more.
 */
export interface PreviewScheduleResponse__Output {
  /**
   * In order.
   */
  'ticks': (_longshore_v1_PreviewScheduleResponse_Tick__Output)[];
  /**
   * The time zone of `local_time`: that of the schedule, "UTC" for an interval.
   */
  'timeZone': (string);
}

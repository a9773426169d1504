// Original file: proto/longshore/v1/task_log.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../google/protobuf/Struct.ts';
import type { Long } from '@grpc/proto-loader';

// Original file: proto/longshore/v1/task_log.proto

/**
 * How much a line matters.
 */
export const _longshore_v1_LogLine_Level = {
  /**
   * Never sent by the server.
   */
  LEVEL_UNSPECIFIED: 'LEVEL_UNSPECIFIED',
  /**
   * For whoever looks for a fault.
   */
  DEBUG: 'DEBUG',
  /**
   * What happens; also what was printed to standard output.
   */
  INFO: 'INFO',
  /**
   * What should not be; also what was printed to standard error.
   */
  WARN: 'WARN',
  /**
   * What went wrong.
   */
  ERROR: 'ERROR',
} as const;

/**
 * How much a line matters.
 */
export type _longshore_v1_LogLine_Level =
  /**
   * Never sent by the server.
   */
  | 'LEVEL_UNSPECIFIED'
  | 0
  /**
   * For whoever looks for a fault.
   */
  | 'DEBUG'
  | 1
  /**
   * What happens; also what was printed to standard output.
   */
  | 'INFO'
  | 2
  /**
   * What should not be; also what was printed to standard error.
   */
  | 'WARN'
  | 3
  /**
   * What went wrong.
   */
  | 'ERROR'
  | 4

/**
 * How much a line matters.
 */
export type _longshore_v1_LogLine_Level__Output = typeof _longshore_v1_LogLine_Level[keyof typeof _longshore_v1_LogLine_Level]

/**
 * One line that the handler of a task has logged or printed.
 * 
 * Of each attempt the last 1000 lines are kept, for at most seven days, and none is kept for longer than there is room: a
 * log helps to understand a task, and is no part of what is promised of it.
 */
export interface LogLine {
  /**
   * Its place: later lines of a task have larger numbers, with gaps. For `TailTaskLogsRequest.after_number`.
   */
  'number'?: (number | string | Long);
  /**
   * The attempt that logged it, from 1.
   */
  'attempt'?: (number);
  /**
   * When the worker got it.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * How much it matters.
   */
  'level'?: (_longshore_v1_LogLine_Level);
  /**
   * Its text, cut to 8 KiB. It comes from the handler as it is, and may hold control characters.
   */
  'message'?: (string);
  /**
   * What was logged beside the text. Not set when there was nothing; `fields_lost` tells why what there was is missing.
   */
  'fields'?: (_google_protobuf_Struct | null);
  /**
   * Where it was printed: "stdout" or "stderr". Empty for what was logged.
   */
  'stream'?: (string);
  /**
   * Not 0 for a line that is not the handler's: so many lines before it were dropped, because there were too many.
   */
  'dropped'?: (number | string | Long);
}

/**
 * One line that the handler of a task has logged or printed.
 * 
 * Of each attempt the last 1000 lines are kept, for at most seven days, and none is kept for longer than there is room: a
 * log helps to understand a task, and is no part of what is promised of it.
 */
export interface LogLine__Output {
  /**
   * Its place: later lines of a task have larger numbers, with gaps. For `TailTaskLogsRequest.after_number`.
   */
  'number': (string);
  /**
   * The attempt that logged it, from 1.
   */
  'attempt': (number);
  /**
   * When the worker got it.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * How much it matters.
   */
  'level': (_longshore_v1_LogLine_Level__Output);
  /**
   * Its text, cut to 8 KiB. It comes from the handler as it is, and may hold control characters.
   */
  'message': (string);
  /**
   * What was logged beside the text. Not set when there was nothing; `fields_lost` tells why what there was is missing.
   */
  'fields': (_google_protobuf_Struct__Output | null);
  /**
   * Where it was printed: "stdout" or "stderr". Empty for what was logged.
   */
  'stream': (string);
  /**
   * Not 0 for a line that is not the handler's: so many lines before it were dropped, because there were too many.
   */
  'dropped': (string);
}

import type { LineLevel } from "../core/log-line.ts";
import type { LogLine__Output } from "../proto/gen/longshore/v1/LogLine.ts";
import { type Json, valueToJson } from "../proto/json-value.ts";
import { readKnownTime } from "./read-time.ts";

/** One line that a task has logged or printed. A field that is not set is absent. */
export interface TaskLogLine {
  /** Its place: later lines of a task have larger numbers, with gaps. */
  readonly number: number;
  /** From 1. */
  readonly attempt: number;
  readonly time: Date;
  readonly level: LineLevel;
  /** As the handler said it, cut to 8 KiB: it may hold control characters. */
  readonly message: string;
  readonly fields?: Json;
  /** For what was printed. */
  readonly stream?: string;
  /** This line is not the handler's: so many lines before it were dropped. */
  readonly dropped?: number;
}

/** The line that a message stands for. */
export function readLogLine(line: LogLine__Output): TaskLogLine {
  const dropped = Number(line.dropped);
  return {
    number: Number(line.number),
    attempt: line.attempt,
    time: readKnownTime(line.time),
    level: LEVELS[line.level],
    message: line.message,
    ...(line.fields && { fields: valueToJson({ kind: "structValue", structValue: line.fields }) }),
    ...(line.stream !== "" && { stream: line.stream }),
    ...(dropped !== 0 && { dropped }),
  };
}

/** The server never sends the unspecified level. */
const LEVELS: Readonly<Record<LogLine__Output["level"], LineLevel>> = {
  LEVEL_UNSPECIFIED: "info",
  DEBUG: "debug",
  INFO: "info",
  WARN: "warn",
  ERROR: "error",
};

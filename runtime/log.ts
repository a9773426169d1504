import { type Logger, pino } from "pino";
import { loggable, loggableError } from "./loggable.ts";

export type Log = Logger;

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * JSON lines on standard output, one object a line: `level` as a word, `time` as RFC 3339, the service, its instance and
 * the message; fields are in snake_case, such as `task_id`. Written synchronously, so that nothing is lost in a crash. Payloads and
 * keys are never passed to it; should that happen by mistake, `loggable` keeps them out.
 */
export function createLog(options: {
  readonly service: string;
  readonly instance: string;
  readonly level: LogLevel;
  /** Where lines go; standard output by default. */
  readonly destination?: { write(line: string): void };
}): Log {
  return pino(
    {
      level: options.level,
      base: { service: options.service, instance: options.instance },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: loggable },
      serializers: { err: loggableError },
    },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

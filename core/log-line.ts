import { isJsonObject } from "./json-object.ts";

/** How much a line matters, least first. */
export const LINE_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LineLevel = (typeof LINE_LEVELS)[number];

/** Whether a value from outside is one of these words. */
export function isLineLevel(value: unknown): value is LineLevel {
  return LINE_LEVELS.some((level) => level === value);
}

/** One line that a handler has logged or printed, as it is stored. */
export interface LogLine {
  /** When the worker got it. RFC 3339, UTC. */
  readonly time: string;
  readonly level: LineLevel;
  readonly message: string;
  /** What `ctx.log` was given beside the message: a JSON object. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** For what was printed; absent for what came by `ctx.log`. */
  readonly stream?: "stdout" | "stderr";
  /** Not a line of the handler's: so many lines before it were left out. */
  readonly dropped?: number;
}

/** Reads a stored line; undefined when it is none of ours. */
export function decodeLogLine(text: string): LogLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const { time, level, message, fields, stream, dropped } = value;
  if (typeof time !== "string" || Number.isNaN(Date.parse(time))) return undefined;
  if (!isLineLevel(level) || typeof message !== "string") return undefined;
  return {
    time,
    level,
    message,
    ...(isJsonObject(fields) && { fields }),
    ...((stream === "stdout" || stream === "stderr") && { stream }),
    ...(Number.isSafeInteger(dropped) && { dropped: Number(dropped) }),
  };
}

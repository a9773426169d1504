/** How much a line matters, least first. */
export const LINE_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LineLevel = (typeof LINE_LEVELS)[number];

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
  if (!isObject(value)) return undefined;
  const { time, level, message, fields, stream, dropped } = value;
  const known = LINE_LEVELS.find((name) => name === level);
  if (typeof time !== "string" || Number.isNaN(Date.parse(time))) return undefined;
  if (known === undefined || typeof message !== "string") return undefined;
  return {
    time,
    level: known,
    message,
    ...(isObject(fields) && !Array.isArray(fields) && { fields }),
    ...((stream === "stdout" || stream === "stderr") && { stream }),
    ...(Number.isSafeInteger(dropped) && { dropped: Number(dropped) }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

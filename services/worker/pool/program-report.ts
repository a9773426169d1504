import { isJsonObject } from "../../../core/json-object.ts";
import { isLineLevel } from "../../../core/log-line.ts";
import type { HandlerLogLine, HandlerProgress, JobEvents } from "./pool.ts";

/**
 * Passes on what a program reports in one line of its descriptor 3: `{"progress":{"done":1,"total":10,"message":"…"}}` or
 * `{"log":{"level":"info","message":"…","fields":{…}}}`. Any other line is a line of its log, as text.
 */
export function passOnReport(line: string, events: JobEvents): void {
  const report = parse(line);
  const progress = readProgress(report["progress"]);
  const log = readLog(report["log"]);
  if (progress !== undefined) events.onProgress(progress);
  if (log !== undefined) events.onLog(log);
  if (progress === undefined && log === undefined)
    events.onLog({ level: "info", message: line, fields: { stream: "fd3" } });
}

function readProgress(value: unknown): HandlerProgress | undefined {
  if (!isJsonObject(value)) return undefined;
  const { done, total, message } = value;
  if (!isNumber(done)) return undefined;
  return {
    done,
    ...(isNumber(total) && { total }),
    ...(typeof message === "string" && { message }),
  };
}

function readLog(value: unknown): HandlerLogLine | undefined {
  if (!isJsonObject(value) || typeof value["message"] !== "string") return undefined;
  const { level = "info", message, fields } = value;
  if (!isLineLevel(level)) return undefined;
  return { level, message, ...(isJsonObject(fields) && { fields }) };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  // Most text is told from JSON by its first character, without the cost of an exception.
  if (!line.startsWith("{")) return {};
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

import type { TaskLogLine } from "../sdk/log-line.ts";
import { plainText } from "./plain-text.ts";
import type { Style } from "./terminal.ts";
import { formatClock } from "./time-text.ts";

/** How far the text of a line is to the right: below it go its further lines, so that none can pass for a line of its own. */
const INDENT = " ".repeat(23);

/** One line of a log for people: when, which attempt, how much it matters, the text, and fields as `key=value`. */
export function describeLogLine(line: TaskLogLine, style: Style): string {
  const { attempt, level, message, fields } = line;
  const time = style("dim", formatClock(line.time));
  const text = plainText(message.trimEnd()).replaceAll("\n", `\n${INDENT}`);
  const start = `${time} ${`#${attempt}`.padEnd(3)} ${describeLevel(level, style)} ${text}`;
  const rest = describeFields(fields);
  return rest === "" ? start.trimEnd() : `${start}  ${style("dim", rest)}`;
}

function describeLevel(level: TaskLogLine["level"], style: Style): string {
  const word = level.padEnd(5);
  if (level === "error") return style("red", word);
  if (level === "warn") return style("yellow", word);
  return level === "debug" ? style("dim", word) : word;
}

function describeFields(fields: TaskLogLine["fields"]): string {
  return Object.entries(fields ?? {})
    .map(([key, value]) => plainText(`${key}=${describeValue(value)}`))
    .join(" ");
}

/** A word as it is; all else as JSON, in which no end of line is left. */
function describeValue(value: unknown): string {
  return typeof value === "string" && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

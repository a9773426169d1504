import type { Task } from "../sdk/task.ts";
import { plainText } from "./plain-text.ts";
import { describeTask } from "./task-text.ts";
import { styleOf, type Terminal } from "./terminal.ts";

/** For people, or for programs. */
export const OUTPUT_FORMATS = ["table", "json"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Prints one JSON document: indented, times as RFC 3339, bytes as base64. Nothing in it reaches a terminal unescaped. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(plainText(JSON.stringify(value, bytesAsBase64, 2)));
}

/** Prints one JSON document as a single line. */
export function printJsonLine(terminal: Terminal, value: unknown): void {
  terminal.out(plainText(JSON.stringify(value, bytesAsBase64)));
}

/** Prints one task in the format asked for. */
export function printTask(terminal: Terminal, format: OutputFormat, task: Task): void {
  if (format === "json") printJson(terminal, task);
  else terminal.out(describeTask(task, styleOf(terminal)));
}

/** A Buffer has turned itself into an object by the time it comes here as `value`; its holder still has it. */
function bytesAsBase64(this: unknown, key: string, value: unknown): unknown {
  const held = (this as Record<string, unknown>)[key];
  return held instanceof Uint8Array ? Buffer.from(held).toString("base64") : value;
}

import type { TaskRecord } from "../../../core/task.ts";
import { filterablePayload, valueAt } from "../../../core/task-filter/payload.ts";
import type { TaskType } from "../../../core/task-type.ts";

/** Of an error message so many characters are searched. */
const MESSAGE_MAX = 4_096;

/** What the type of a task says of being searched. */
export type Searchable = (type: string) => TaskType["searchable"];

/** What the filter `text` searches of a task: the message of its last error, and of its payload what its type allows. May be empty. */
export function searchedText(record: TaskRecord, searchable: TaskType["searchable"]): string {
  const texts = record.error === undefined ? [] : [record.error.message.slice(0, MESSAGE_MAX)];
  if (searchable !== undefined && filterablePayload(record) !== undefined) {
    // Anybody who may write to the bucket of types may have written anything.
    if (searchable === true) collectTexts(record.payload, texts);
    else if (Array.isArray(searchable))
      for (const field of searchable) collectTexts(valueAt(record.payload, String(field).split(".")), texts);
  }
  // What ends texts in C does not end this one.
  return texts.join("\n").replaceAll("\0", " ");
}

function collectTexts(value: unknown, into: string[]): void {
  if (typeof value === "string") into.push(value);
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) collectTexts(inner, into);
}

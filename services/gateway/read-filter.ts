import { invalidField, type LongshoreError } from "../../core/error.ts";
import { fieldsOf } from "../../core/task-filter/fields-of.ts";
import { isPayloadField, type TaskFilter } from "../../core/task-filter/filter.ts";
import { parseFilter } from "../../core/task-filter/parse.ts";
import { refusedField } from "./violations.ts";

/** Reads the filter of a request; undefined when it is empty. Throws FILTER_INVALID. */
export function readFilter(text: string): TaskFilter | undefined {
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.filter;
  const metadata = { position: String(parsed.position), problem: parsed.problem };
  throw refusedField("FILTER_INVALID", "filter", metadata);
}

/** The same for what happens to tasks, which is told without their payloads, as it happens. */
export function readEventFilter(text: string): TaskFilter | undefined {
  const filter = readFilter(text);
  const refused = [...fieldsOf(filter)].find((field) => isPayloadField(field) || field === "text");
  if (refused !== undefined)
    throw unseen(text, refused, "events are told without what it looks into; a label can be watched");
  return filter;
}

/** The same for tasks that are read from the streams, which no index of words goes with. */
export function readStreamFilter(text: string): TaskFilter | undefined {
  const filter = readFilter(text);
  if (fieldsOf(filter).has("text"))
    throw unseen(text, "text", "only lists and counts are answered by the monitor's index of words");
  return filter;
}

function unseen(text: string, field: string, why: string): LongshoreError {
  const position = new RegExp(`(?<![\\w.])${field}(?=\\s*[!=<>:])`).exec(text)?.index ?? 0;
  const problem = `${field} cannot be used here: ${why}`;
  return refusedField("FILTER_INVALID", "filter", { position: String(position + 1), problem });
}

/**
 * The same for a request that changes what matches: an empty filter is more often a mistake than meant, and is refused.
 *
 * @param example a filter that lets all through that the request is for
 */
export function requireFilter(text: string, example: string): TaskFilter {
  const filter = readStreamFilter(text);
  if (filter !== undefined) return filter;
  throw invalidField("filter", `is empty: to choose all, say so, such as "${example}"`);
}

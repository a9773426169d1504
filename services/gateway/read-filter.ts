import { invalidField } from "../../core/error.ts";
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

/** The same for what happens to tasks, which is told without their payloads. */
export function readEventFilter(text: string): TaskFilter | undefined {
  const filter = readFilter(text);
  const field = [...fieldsOf(filter)].find(isPayloadField);
  if (field === undefined) return filter;
  const problem = `${field} cannot be watched: events are told without payloads; a label can be`;
  throw refusedField("FILTER_INVALID", "filter", { position: String(text.indexOf(field) + 1), problem });
}

/**
 * The same for a request that changes what matches: an empty filter is more often a mistake than meant, and is refused.
 *
 * @param example a filter that lets all through that the request is for
 */
export function requireFilter(text: string, example: string): TaskFilter {
  const filter = readFilter(text);
  if (filter !== undefined) return filter;
  throw invalidField("filter", `is empty: to choose all, say so, such as "${example}"`);
}

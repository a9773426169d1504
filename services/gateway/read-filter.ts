import { invalidField } from "../../core/error.ts";
import type { TaskFilter } from "../../core/task-filter/filter.ts";
import { parseFilter } from "../../core/task-filter/parse.ts";
import { refusedField } from "./violations.ts";

/** Reads the filter of a request; undefined when it is empty. Throws FILTER_INVALID. */
export function readFilter(text: string): TaskFilter | undefined {
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.filter;
  const metadata = { position: String(parsed.position), problem: parsed.problem };
  throw refusedField("FILTER_INVALID", "filter", metadata);
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

import type { Comparison, TaskFilter } from "./filter.ts";

/** The fields that a filter speaks of. */
export function fieldsOf(filter: TaskFilter | undefined): ReadonlySet<Comparison["field"]> {
  if (filter === undefined) return new Set();
  switch (filter.kind) {
    case "compare":
      return new Set([filter.field]);
    case "not":
      return fieldsOf(filter.term);
    default:
      return new Set(filter.terms.flatMap((term) => [...fieldsOf(term)]));
  }
}

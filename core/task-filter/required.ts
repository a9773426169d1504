import type { Comparison, TaskFilter } from "./filter.ts";

/** What a task must be for a filter to let it through, whatever else the filter says: this field has this value. */
export interface Required {
  readonly field: Comparison["field"];
  readonly value: string;
}

/** The fields by which few tasks are told from many, the best first; labels come after the first two. */
const TELLING = ["task_id", "unique_key", "labels", "type", "queue"] as const;

/**
 * One value that every task has which passes, so that who holds many filters need not ask all of them of each task; undefined
 * where a filter names none.
 */
export function requiredOf(filter: TaskFilter | undefined): Required | undefined {
  const terms = filter?.kind === "and" ? filter.terms : filter === undefined ? [] : [filter];
  const found = terms.flatMap((term) =>
    term.kind === "compare" && term.operator === "=" && !term.value.endsWith("*") && rankOf(term.field) >= 0
      ? [term]
      : [],
  );
  const [best] = found.toSorted((a, b) => rankOf(a.field) - rankOf(b.field));
  return best && { field: best.field, value: best.value };
}

function rankOf(field: Comparison["field"]): number {
  const name = field.startsWith("labels.") ? "labels" : field;
  return (TELLING as readonly string[]).indexOf(name);
}

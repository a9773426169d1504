import type { TaskFilter } from "./filter.ts";

/** Writes a filter as text that `parseFilter` reads as the same filter. */
export function printFilter(filter: TaskFilter): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.terms.map(printPart).join(filter.kind === "and" ? " AND " : " OR ");
    case "not":
      return `NOT ${printPart(filter.term)}`;
    case "compare":
      return `${filter.field} ${filter.operator} ${quote(filter.value)}`;
  }
}

function printPart(filter: TaskFilter): string {
  const text = printFilter(filter);
  return filter.kind === "compare" ? text : `(${text})`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

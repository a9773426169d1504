import { type Comparison, sortOf, type TaskFilter } from "../../../core/task-filter/filter.ts";
import { PAYLOAD_FUNCTION } from "./payload-function.ts";
import { FIND_TEXT, toMatch } from "./text-search.ts";

/** A condition over the columns of `tasks`, which is called `task`, with its parameters in order. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/**
 * A filter over the tasks of a project as a condition that holds for just those rows whose records the filter lets through: what `matchesFilter` says of a
 * record, this says of its row. It is NULL where that cannot be said, because of a payload that filters cannot look into.
 */
export function toCondition(filter: TaskFilter | undefined, project: string): Condition {
  if (filter === undefined) return { sql: "1", parameters: [] };
  switch (filter.kind) {
    case "compare":
      return compare(filter, project);
    case "not": {
      const inner = toCondition(filter.term, project);
      return { sql: `NOT (${inner.sql})`, parameters: inner.parameters };
    }
    default: {
      const terms = filter.terms.map((term) => toCondition(term, project));
      const joint = filter.kind === "and" ? " AND " : " OR ";
      return {
        sql: terms.map(({ sql }) => `(${sql})`).join(joint),
        parameters: terms.flatMap(({ parameters }) => parameters),
      };
    }
  }
}

/** What the filter demands of a field in any case: by this an index can be chosen. Undefined when it does not. */
export function demandOf(filter: TaskFilter | undefined, field: Comparison["field"]): string | undefined {
  if (filter?.kind === "and") {
    for (const term of filter.terms) {
      const demand = demandOf(term, field);
      if (demand !== undefined) return demand;
    }
    return undefined;
  }
  const isDemand = filter?.kind === "compare" && filter.field === field && filter.operator === "=";
  return isDemand && !filter.value.endsWith("*") ? filter.value : undefined;
}

function compare({ field, operator, value }: Comparison, project: string): Condition {
  const sort = sortOf(field) ?? "text";
  if (sort === "words") return { sql: `task.key IN (${FIND_TEXT})`, parameters: [toMatch(project, value)] };
  if (sort === "json")
    return {
      sql: `${PAYLOAD_FUNCTION}((SELECT payload FROM records WHERE records.key = task.key), ?, ?, ?)`,
      parameters: [field, operator, value],
    };
  const column = columnOf(field);
  if (sort === "time" || sort === "number" || sort === "duration") {
    const number = sort === "time" ? Date.parse(value) : Number(value);
    // A task that has no such time passes `!=` only.
    if (operator === "!=") return { sql: `${column} IS NOT ?`, parameters: [number] };
    return { sql: `coalesce(${column} ${operator} ?, 0)`, parameters: [number] };
  }
  if (operator === ":") return { sql: `instr(${column}, ?) > 0`, parameters: [value] };
  const not = operator === "!=" ? "NOT " : "";
  if (!value.endsWith("*")) return { sql: `${not}(${column} = ?)`, parameters: [value] };
  const prefix = value.slice(0, -1);
  return { sql: `${not}(substr(${column}, 1, length(?)) = ?)`, parameters: [prefix, prefix] };
}

const COLUMNS: Readonly<Record<string, string>> = {
  task_id: "id",
  state: "state",
  type: "type",
  queue: "queue",
  priority: "priority",
  create_time: "created",
  start_time: "started",
  finish_time: "finished",
  wait: "wait",
  run: "run",
  attempt: "attempt",
  worker: "coalesce(worker, '')",
  unique_key: "coalesce(unique_key, '')",
  reason: "coalesce(reason, '')",
  "error.reason": "coalesce(error_reason, '')",
  "error.message": "coalesce(error_message, '')",
};

function columnOf(field: Comparison["field"]): string {
  const column = COLUMNS[field];
  if (column !== undefined) return column;
  // The key is one of `sortOf`: letters, digits, `-` and `_`, so it can end neither the path nor the text.
  return `coalesce(labels ->> '$."${field.slice("labels.".length)}"', '')`;
}

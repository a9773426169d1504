import { lastRunMs, lastWaitMs } from "../attempt-times.ts";
import type { TaskRecord, TaskState } from "../task.ts";
import { type Comparison, type FieldSort, sortOf, type TaskFilter } from "./filter.ts";
import { filterablePayload, payloadHolds } from "./payload.ts";

/**
 * Whether a filter lets a task through; without a filter all pass. What a filter says of a payload that it cannot look into
 * (see `filterablePayload`) is neither true nor false, nor is the opposite: such a task passes only where that makes no difference. So
 * it is with `text`, which only the index of a monitor can tell.
 */
export function matchesFilter(filter: TaskFilter | undefined, record: TaskRecord): boolean {
  return filter === undefined || judge(filter, (comparison) => holds(comparison, record)) === true;
}

/** Whether a task in this state may pass, whatever else is true of it: most can be passed over without being read. */
export function couldMatch(filter: TaskFilter | undefined, state: TaskState): boolean {
  if (filter === undefined) return true;
  const known = (comparison: Comparison) =>
    comparison.field === "state" ? compareText(comparison, state) : undefined;
  return judge(filter, known) !== false;
}

/** True, false, or undefined where it depends on comparisons that `known` cannot decide. */
function judge(
  filter: TaskFilter,
  known: (comparison: Comparison) => boolean | undefined,
): boolean | undefined {
  switch (filter.kind) {
    case "compare":
      return known(filter);
    case "not": {
      const inner = judge(filter.term, known);
      return inner === undefined ? undefined : !inner;
    }
    default: {
      // One false decides an AND, one true an OR.
      const decisive = filter.kind === "or";
      const verdicts = filter.terms.map((term) => judge(term, known));
      if (verdicts.includes(decisive)) return decisive;
      return verdicts.includes(undefined) ? undefined : !decisive;
    }
  }
}

function holds(comparison: Comparison, record: TaskRecord): boolean | undefined {
  const { field, operator, value } = comparison;
  const sort: FieldSort = sortOf(field) ?? "text";
  if (sort === "words") return undefined;
  if (sort === "json") {
    const payload = filterablePayload(record);
    return payload === undefined ? undefined : payloadHolds(comparison, record.payload);
  }
  const given = readField(record, field);
  if (sort === "text" || sort === "word") return compareText(comparison, given ?? "");
  if (given === undefined) return operator === "!=";
  const toNumber = sort === "time" ? Date.parse : Number;
  return compareNumbers(toNumber(given), operator, toNumber(value));
}

function compareText({ operator, value }: Comparison, given: string): boolean {
  switch (operator) {
    case ":":
      return given.includes(value);
    case "!=":
      return !equals(given, value);
    default:
      return equals(given, value);
  }
}

function equals(given: string, value: string): boolean {
  return value.endsWith("*") ? given.startsWith(value.slice(0, -1)) : given === value;
}

function compareNumbers(given: number, operator: Comparison["operator"], value: number): boolean {
  switch (operator) {
    case "<":
      return given < value;
    case "<=":
      return given <= value;
    case ">":
      return given > value;
    case ">=":
      return given >= value;
    case "!=":
      return given !== value;
    default:
      return given === value;
  }
}

/** A field of a task as text; undefined where it has none, and for fields of the payload. */
export function readField(record: TaskRecord, field: Comparison["field"]): string | undefined {
  switch (field) {
    case "task_id":
      return record.id;
    case "state":
      return record.state;
    case "type":
      return record.type;
    case "queue":
      return record.queue;
    case "priority":
      return record.priority.toUpperCase();
    case "create_time":
      return record.createdAt;
    case "start_time":
      return record.startedAt;
    case "finish_time":
      return record.finishedAt;
    case "wait":
      return lastWaitMs(record.timeline)?.toString();
    case "run":
      return lastRunMs(record.timeline)?.toString();
    case "attempt":
      return String(record.attempt);
    case "worker":
      return record.worker;
    case "unique_key":
      return record.uniqueKey;
    case "reason":
      return record.reason;
    case "error.reason":
      return record.error?.reason;
    case "error.message":
      return record.error?.message;
    default: {
      if (!field.startsWith("labels.")) return undefined;
      const key = field.slice("labels.".length);
      return Object.hasOwn(record.labels, key) ? record.labels[key] : undefined;
    }
  }
}

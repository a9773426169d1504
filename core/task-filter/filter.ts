/** A filter over tasks as plain data, so that whoever holds tasks can carry it out in its own way. */

import { PRIORITIES, TASK_STATES } from "../task.ts";

export type TaskFilter =
  /** At least two terms each. */
  | { readonly kind: "and"; readonly terms: readonly TaskFilter[] }
  | { readonly kind: "or"; readonly terms: readonly TaskFilter[] }
  | { readonly kind: "not"; readonly term: TaskFilter }
  | Comparison;

/** What each sort of field can be compared by. `:` is "contains". */
export const OPERATORS = {
  text: ["=", "!=", ":"],
  word: ["=", "!="],
  number: ["=", "!=", "<", "<=", ">", ">="],
  time: ["=", "!=", "<", "<=", ">", ">="],
  duration: ["=", "!=", "<", "<=", ">", ">="],
  json: ["=", "!=", ":", "<", "<=", ">", ">="],
  words: [":"],
} as const;

export type FieldSort = keyof typeof OPERATORS;
export type Operator = (typeof OPERATORS)[FieldSort][number];

/** The fields of a task that a filter can name, beside those of `KEYED_FIELDS`. */
export const FIELDS = {
  task_id: "text",
  state: "word",
  type: "text",
  queue: "text",
  priority: "word",
  create_time: "time",
  start_time: "time",
  finish_time: "time",
  wait: "duration",
  run: "duration",
  attempt: "number",
  worker: "text",
  unique_key: "text",
  reason: "text",
  "error.reason": "text",
  "error.message": "text",
  text: "words",
} as const satisfies Readonly<Record<string, FieldSort>>;

/** The fields that a filter names with something of the task's own: a key of its labels, or the way to a value in its payload. */
export const KEYED_FIELDS = {
  "labels.KEY": "text",
  "payload.FIELD": "json",
} as const satisfies Readonly<Record<string, FieldSort>>;

type FieldName = keyof typeof FIELDS;

/** One comparison of a field with a value. */
export interface Comparison {
  readonly kind: "compare";
  readonly field: FieldName | `labels.${string}` | `payload.${string}`;
  readonly operator: Operator;
  /**
   * Text, where a `*` at the end of what `=` and `!=` compare with stands for any rest; a state or priority as the API
   * writes it; a whole number; a time as `Date.toISOString` writes it; a duration in whole milliseconds; or, for a field of the
   * payload, a text, number, boolean or null as JSON, or `ANYTHING`; or words in the order in which they are said, where a `*` at the end
   * stands for any rest of the last one.
   */
  readonly value: string;
}

/** The values of a field that is a word, as the API writes them. */
export function wordsOf(field: string): readonly string[] {
  return field === "state" ? TASK_STATES : PRIORITIES.map((priority) => priority.toUpperCase());
}

/** The name of a field of a payload, as `payload.customer.id`: up to eight keys. */
const PAYLOAD_FIELD = /^payload(\.[A-Za-z_][A-Za-z0-9_-]{0,62}){1,8}$/;

/** What a comparison by `:` has as its value that asks only whether the field is there. No JSON. */
export const ANYTHING = "*";

/** Whether this is the name of a field of a payload. */
export function isPayloadField(field: string): field is `payload.${string}` {
  return PAYLOAD_FIELD.test(field);
}

/** What sort of field a name stands for; undefined when there is no such field. */
export function sortOf(field: string): FieldSort | undefined {
  if (/^labels\.[a-z][a-z0-9_-]{0,62}$/.test(field)) return "text";
  if (isPayloadField(field)) return "json";
  return Object.hasOwn(FIELDS, field) ? FIELDS[field as FieldName] : undefined;
}

/** The longest filter that is read, in characters; how deep it may nest; and how many comparisons it may have. */
export const FILTER_MAX_LENGTH = 2_000;
export const FILTER_MAX_DEPTH = 20;
export const FILTER_MAX_COMPARISONS = 50;

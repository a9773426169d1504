import { DURATION_FORMAT, parseDuration } from "../duration.ts";
import {
  ANYTHING,
  type Comparison,
  FIELDS,
  FILTER_MAX_COMPARISONS,
  FILTER_MAX_DEPTH,
  FILTER_MAX_LENGTH,
  type FieldSort,
  KEYED_FIELDS,
  OPERATORS,
  type Operator,
  sortOf,
  type TaskFilter,
  wordsOf,
} from "./filter.ts";
import { FilterProblem, FilterReader } from "./reader.ts";

/** The filter that a text stands for, `undefined` for one that is empty and so excludes nothing, or why it is none. */
export type ParsedFilter =
  | { readonly ok: true; readonly filter: TaskFilter | undefined }
  | {
      readonly ok: false;
      /** The character at which it was noticed, from 1. */
      readonly position: number;
      /** What is there, and what was expected. */
      readonly problem: string;
    };

/**
 * Reads a filter: comparisons joined by AND, OR and NOT, a part of the filters of AIP-160. As there, OR binds tighter than AND.
 * docs/filters.md describes it. Never throws.
 */
export function parseFilter(text: string): ParsedFilter {
  try {
    if (text.length > FILTER_MAX_LENGTH) {
      throw new FilterProblem(1, `${text.length} characters, at most ${FILTER_MAX_LENGTH} are allowed`);
    }
    const parser = new Parser(text);
    return { ok: true, filter: parser.all() };
  } catch (error) {
    if (!(error instanceof FilterProblem)) throw error;
    return { ok: false, position: error.position, problem: error.message };
  }
}

/** From the longest to the shortest, because the first that fits is taken. */
const ANY_OPERATOR = ["!=", "<=", ">=", "=", "<", ">", ":"] as const satisfies readonly Operator[];

class Parser {
  readonly #reader: FilterReader;
  #comparisons = 0;

  constructor(text: string) {
    this.#reader = new FilterReader(text);
  }

  all(): TaskFilter | undefined {
    if (this.#reader.isAtEnd) return undefined;
    const filter = this.#conjunction(0);
    if (!this.#reader.isAtEnd) throw this.#unexpected("AND, OR or the end");
    return filter;
  }

  #conjunction(depth: number): TaskFilter {
    const terms = [this.#disjunction(depth)];
    while (this.#reader.take("AND") !== undefined) terms.push(this.#disjunction(depth));
    return joined("and", terms);
  }

  #disjunction(depth: number): TaskFilter {
    const terms = [this.#term(depth)];
    while (this.#reader.take("OR") !== undefined) terms.push(this.#term(depth));
    return joined("or", terms);
  }

  #term(depth: number): TaskFilter {
    const { position } = this.#reader;
    if (depth > FILTER_MAX_DEPTH)
      throw new FilterProblem(position, `nests deeper than ${FILTER_MAX_DEPTH} levels`);
    if (this.#reader.take("NOT") !== undefined) return { kind: "not", term: this.#term(depth + 1) };
    if (this.#reader.take("(") === undefined) return this.#comparison();
    const inner = this.#conjunction(depth + 1);
    if (this.#reader.take(")") === undefined) throw this.#unexpected('AND, OR or ")"');
    return inner;
  }

  #comparison(): Comparison {
    const { position } = this.#reader;
    if (++this.#comparisons > FILTER_MAX_COMPARISONS)
      throw new FilterProblem(position, `more than ${FILTER_MAX_COMPARISONS} comparisons`);
    const { field, sort } = this.#field();
    const operator = this.#operator(field, sort);
    const at = this.#reader.position;
    const isQuoted = this.#reader.isAtQuote;
    const value = this.#reader.takeValue();
    if (value === undefined) throw this.#unexpected(`a value for ${field}`);
    const read = sort === "json" ? readJsonValue(value, isQuoted, field, operator, at) : undefined;
    return { kind: "compare", field, operator, value: read ?? readValue(value, field, sort, at) };
  }

  #field(): { readonly field: Comparison["field"]; readonly sort: FieldSort } {
    const { position } = this.#reader;
    const next = this.#reader.describeNext();
    const name = this.#reader.takeName();
    if (name === undefined) throw new FilterProblem(position, `${next} is here, expected a field`);
    const sort = sortOf(name);
    if (sort !== undefined) return { field: name as Comparison["field"], sort };
    const known = [...Object.keys(FIELDS), ...Object.keys(KEYED_FIELDS)].join(", ");
    throw new FilterProblem(position, `${next} is no field; known are ${known}`);
  }

  #operator(field: string, sort: FieldSort): Operator {
    const { position } = this.#reader;
    const operator = this.#reader.take(...ANY_OPERATOR);
    const allowed: readonly Operator[] = OPERATORS[sort];
    if (operator === undefined) throw this.#unexpected(allowed.join(" "));
    if (!allowed.includes(operator))
      throw new FilterProblem(
        position,
        `${field} cannot be compared by ${operator}, only by ${allowed.join(" ")}`,
      );
    return operator;
  }

  #unexpected(expected: string): FilterProblem {
    const next = this.#reader.describeNext();
    const isLower = /^"(and|or|not)"$/i.test(next);
    const hint = isLower ? "; AND, OR and NOT are written in capitals" : "";
    return new FilterProblem(this.#reader.position, `${next} is here, expected ${expected}${hint}`);
  }
}

function joined(kind: "and" | "or", terms: readonly TaskFilter[]): TaskFilter {
  const [first] = terms;
  return terms.length === 1 && first !== undefined ? first : { kind, terms };
}

/** The value as the filter holds it. */
function readValue(value: string, field: string, sort: FieldSort, position: number): string {
  const problem = (expected: string) =>
    new FilterProblem(position, `${JSON.stringify(value)} is no value of ${field}, expected ${expected}`);
  switch (sort) {
    case "text":
    case "json":
      return value;
    case "word": {
      const words = wordsOf(field);
      const word = value.toUpperCase();
      if (!words.includes(word)) throw problem(`one of ${words.join(", ")}`);
      return word;
    }
    case "number":
      if (!/^\d{1,9}$/.test(value)) throw problem("a whole number");
      return String(Number(value));
    case "words":
      if (!/[\p{L}\p{N}]/u.test(value)) throw problem("words, of letters and digits");
      return value;
    case "duration": {
      const ms = parseDuration(value);
      if (ms === undefined) throw problem(DURATION_FORMAT);
      return String(ms);
    }
    case "time": {
      const ms = TIME.test(value) ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(ms))
        throw problem('a time such as "2026-01-31T08:00:00Z", or a day such as "2026-01-31" (UTC)');
      return new Date(ms).toISOString();
    }
  }
}

/** The value of a field of the payload as JSON: what stands in quotation marks is text, as is what reads as nothing else. */
function readJsonValue(
  value: string,
  isQuoted: boolean,
  field: string,
  operator: Operator,
  position: number,
): string {
  if (!isQuoted && operator === ":" && value === "*") return ANYTHING;
  const read = isQuoted ? value : bareValue(value);
  const needed = operator === ":" ? "string" : operator === "=" || operator === "!=" ? undefined : "number";
  if (needed === "number" && typeof read !== "number")
    throw new FilterProblem(
      position,
      `${field} is compared by ${operator} with numbers only, without quotation marks`,
    );
  return JSON.stringify(needed === "string" ? value : read);
}

function bareValue(text: string): string | number | boolean | null {
  if (text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
  // What is written -0 is 0 to whoever compares it, and to JSON.
  return isNumber ? Number(text) + 0 : text;
}

/** RFC 3339, or a day alone. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;

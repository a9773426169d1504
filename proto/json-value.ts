/**
 * JSON values as `google.protobuf.Value` and back.
 *
 * Both ways lose nothing, but for half of a surrogate pair: no UTF-8 can hold it, so it is written as U+FFFD.
 */

import { MAX_JSON_DEPTH } from "../core/json-depth.ts";
import { isPrototypeKey } from "../core/prototype-key.ts";
import type { Value, Value__Output } from "./gen/google/protobuf/Value.ts";

/** A value that cannot be carried over: what is wrong with it, and where. */
export class JsonValueError extends Error {
  override readonly name = "JsonValueError";
  /** From the root, to be put behind a field's name: `.items[3].price`, empty for the root. */
  readonly path: string;
  /** For people, without the path. */
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path === "" ? "value" : path}: ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A place in a value, as the way back to the root: cheap to make for every element, written out only for an error. */
interface Path {
  readonly parent: Path | undefined;
  readonly step: string | number;
  /** How many lists and objects are around this place. */
  readonly depth: number;
}

const ROOT: Path = { parent: undefined, step: "", depth: 0 };

/**
 * The JSON value that a `Value` stands for.
 * Throws JsonValueError for what JSON has not: no value at all, NaN, infinities, more than MAX_JSON_DEPTH levels; and
 * for keys that too much JavaScript takes for the prototype: see `isPrototypeKey`.
 */
export function valueToJson(value: Value__Output): Json {
  return toJson(value, ROOT);
}

/**
 * A JSON value as a `Value`. As with JSON.stringify, properties that are undefined are left out.
 * Throws JsonValueError for all that valueToJson refuses, and for what is no JSON: undefined elsewhere, functions,
 * symbols, bigints, and objects of a class.
 */
export function jsonToValue(json: unknown): Value {
  return toValue(json, ROOT);
}

function toJson(value: Value__Output, path: Path): Json {
  switch (value.kind) {
    case "nullValue":
      return null;
    case "boolValue":
      return value.boolValue ?? false;
    case "numberValue":
      return finite(value.numberValue ?? 0, path);
    case "stringValue":
      return value.stringValue ?? "";
    case "listValue":
      checkDepth(path);
      return (value.listValue?.values ?? []).map((item, index) => toJson(item, below(path, index)));
    case "structValue":
      checkDepth(path);
      return mapEntries(Object.entries(value.structValue?.fields ?? {}), path, toJson);
    default:
      throw new JsonValueError(formatPath(path), "has no value; set exactly one kind");
  }
}

function toValue(json: unknown, path: Path): Value {
  if (json === null) return { nullValue: "NULL_VALUE" };
  switch (typeof json) {
    case "boolean":
      return { boolValue: json };
    case "number":
      return { numberValue: finite(json, path) };
    case "string":
      return { stringValue: json.toWellFormed() };
    case "object":
      return containerToValue(json, path);
    default:
      throw new JsonValueError(formatPath(path), `${typeof json} is not a JSON value`);
  }
}

function containerToValue(container: object, path: Path): Value {
  checkDepth(path);
  if (Array.isArray(container)) {
    // Array.from, because map would pass over holes.
    return {
      listValue: { values: Array.from(container, (item, index) => toValue(item, below(path, index))) },
    };
  }
  const prototype: unknown = Object.getPrototypeOf(container);
  // A plain object may come from another realm (a vm context, a test environment), where Object is another one.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    const name = container.constructor?.name ?? "an object of a class";
    throw new JsonValueError(formatPath(path), `${name} is not a JSON value`);
  }
  return { structValue: { fields: mapEntries<unknown, Value>(Object.entries(container), path, toValue) } };
}

function mapEntries<In, Out>(
  entries: readonly (readonly [string, In])[],
  path: Path,
  convert: (item: In, path: Path) => Out,
): Record<string, Out> {
  const mapped: Record<string, Out> = {};
  for (const [key, item] of entries) {
    if (item === undefined) continue;
    refusePrototype(key, item, path);
    const converted = convert(item, below(path, key));
    // One of the two is the JSON, whichever way this goes.
    refusePrototype(key, converted, path);
    mapped[key.toWellFormed()] = converted;
  }
  return mapped;
}

function refusePrototype(key: string, value: unknown, path: Path): void {
  if (isPrototypeKey(key, value))
    throw new JsonValueError(formatPath(below(path, key)), "this key is not allowed");
}

function finite(number: number, path: Path): number {
  if (!Number.isFinite(number)) throw new JsonValueError(formatPath(path), `${number} is not a JSON number`);
  return number;
}

function checkDepth(path: Path): void {
  if (path.depth < MAX_JSON_DEPTH) return;
  throw new JsonValueError(formatPath(path), `more than ${MAX_JSON_DEPTH} levels of lists and objects`);
}

function below(parent: Path, step: string | number): Path {
  return { parent, step, depth: parent.depth + 1 };
}

function formatPath({ parent, step }: Path): string {
  if (parent === undefined) return "";
  if (typeof step === "number") return `${formatPath(parent)}[${step}]`;
  const isName = /^[\p{ID_Start}_$][\p{ID_Continue}$-]*$/u.test(step);
  return `${formatPath(parent)}${isName ? `.${step}` : `[${JSON.stringify(step)}]`}`;
}

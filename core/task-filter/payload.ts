import type { TaskRecord } from "../task.ts";
import { ANYTHING, type Comparison } from "./filter.ts";

/** Filters look into payloads of up to so many characters of JSON. */
export const PAYLOAD_FILTER_MAX = 4_096;

/**
 * The payload of a task as JSON, where filters can look into it; undefined where they cannot, because it is longer than
 * `PAYLOAD_FILTER_MAX`, lies apart from its record, or is no JSON.
 */
export function filterablePayload(
  record: Pick<TaskRecord, "payload" | "payloadContentType" | "payloadObject">,
): string | undefined {
  const { payload, payloadContentType, payloadObject } = record;
  if (payloadContentType !== undefined || payloadObject !== undefined) return undefined;
  const text: string | undefined = JSON.stringify(payload);
  return text !== undefined && text.length <= PAYLOAD_FILTER_MAX ? text : undefined;
}

/**
 * Whether a comparison of a field of the payload holds. Values are compared as JSON has them: the text "5" is not the number 5. A field
 * that is not there passes `!=` only.
 */
export function payloadHolds(
  { field, operator, value }: Pick<Comparison, "operator" | "value"> & { readonly field: string },
  payload: unknown,
): boolean {
  const given = valueAt(payload, field.split(".").slice(1));
  if (value === ANYTHING) return given !== undefined;
  const wanted = JSON.parse(value) as string | number | boolean | null;
  switch (operator) {
    case ":":
      return typeof given === "string" && given.includes(String(wanted));
    case "=":
      return isSame(given, wanted);
    case "!=":
      return !isSame(given, wanted);
    default:
      return typeof given === "number" && typeof wanted === "number" && isOrdered(given, operator, wanted);
  }
}

/** What lies under some keys, one in the other; undefined when there is nothing. */
export function valueAt(payload: unknown, path: readonly string[]): unknown {
  let value = payload;
  for (const key of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function isSame(given: unknown, wanted: string | number | boolean | null): boolean {
  if (typeof given === "string" && typeof wanted === "string" && wanted.endsWith("*"))
    return given.startsWith(wanted.slice(0, -1));
  return given === wanted;
}

function isOrdered(given: number, operator: "<" | "<=" | ">" | ">=", wanted: number): boolean {
  switch (operator) {
    case "<":
      return given < wanted;
    case "<=":
      return given <= wanted;
    case ">":
      return given > wanted;
    case ">=":
      return given >= wanted;
  }
}

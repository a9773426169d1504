/** Stored JSON as the API shows it. */

import { JsonValueError, jsonToValue } from "../../proto/json-value.ts";

/** JSON as a `Value`; undefined for what no `Value` can hold, because it nests too deep for one. */
export function toValue(json: unknown) {
  try {
    return jsonToValue(json);
  } catch (error) {
    if (error instanceof JsonValueError) return undefined;
    throw error;
  }
}

/** The same, but JSON text where no `Value` can hold it: it still says what it says. */
export function toValueOrText(json: unknown) {
  return toValue(json) ?? { stringValue: JSON.stringify(json) };
}

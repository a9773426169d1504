import type { DatabaseSync } from "node:sqlite";
import type { Operator } from "../../../core/task-filter/filter.ts";
import { payloadHolds } from "../../../core/task-filter/payload.ts";

/** In SQL: `payload_holds(payload, field, operator, value)`. */
export const PAYLOAD_FUNCTION = "payload_holds";

/**
 * Lets conditions look into payloads by the same rule as everybody else: 1 when a comparison of a field holds, 0 when not, NULL
 * when there is no payload to look into.
 */
export function addPayloadFunction(database: DatabaseSync): void {
  // A filter may compare many fields of one payload, one after the other: it is parsed once.
  let last: { readonly text: string; readonly payload: unknown } | undefined;
  database.function(PAYLOAD_FUNCTION, { deterministic: true }, (text, field, operator, value) => {
    if (typeof text !== "string") return null;
    if (last?.text !== text) last = { text, payload: JSON.parse(text) };
    const comparison = { field: String(field), operator: operator as Operator, value: String(value) };
    return payloadHolds(comparison, last.payload) ? 1 : 0;
  });
}

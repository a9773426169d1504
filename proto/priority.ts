import type { Priority } from "../core/task.ts";
import type { Priority__Output } from "./gen/longshore/v1/Priority.ts";

/** The levels of a queue as the API writes them. */
export const PRIORITY_TO_PROTO = { high: "HIGH", normal: "NORMAL", low: "LOW" } as const satisfies Record<
  Priority,
  Priority__Output
>;

/** The level that the API names; undefined where it names none. */
export function priorityFromProto(priority: Priority__Output): Priority | undefined {
  switch (priority) {
    case "HIGH":
      return "high";
    case "NORMAL":
      return "normal";
    case "LOW":
      return "low";
    default:
      return undefined;
  }
}

import { LongshoreError } from "../../core/error.ts";
import type { Method } from "./method-roles.ts";

/** How a method is kept within the scope of a token: it names one task, or it takes a filter. */
export type TokenRule = "one task" | "filter";

/** What a token is good for. Whatever is not in this table it is refused for, whoever has made it. */
export const TOKEN_METHODS: Readonly<Partial<Record<Method, TokenRule>>> = {
  "TaskService/GetTask": "one task",
  "TaskService/WaitTask": "one task",
  "TaskService/WatchTask": "one task",
  "TaskService/TailTaskLogs": "one task",
  "TaskService/ListTasks": "filter",
  "TaskService/WatchTasks": "filter",
};

/** Lets the holder of a token pass. Throws TOKEN_FORBIDDEN. */
export function authorizeToken(method: string): void {
  if (!Object.hasOwn(TOKEN_METHODS, method)) throw new LongshoreError("TOKEN_FORBIDDEN", { method });
}

import type { Priority } from "../core/task.ts";
import type { TaskType__Output } from "../proto/gen/longshore/v1/TaskType.ts";
import { valueToJson } from "../proto/json-value.ts";
import { priorityFromProto } from "../proto/priority.ts";
import { readMs } from "./read-time.ts";

/** What tasks of one type have in common, as its worker registered it. Durations in milliseconds, sizes in bytes. */
export interface RegisteredType {
  readonly type: string;
  readonly description?: string;
  readonly queue: string;
  readonly priority: Priority;
  /** `prefork`, `inline` or `exec`. */
  readonly pool: string;
  readonly softLimitMs: number;
  readonly hardLimitMs: number;
  /** 0 is no limit. */
  readonly memoryLimitBytes: number;
  readonly retry: {
    readonly maxRetries: number;
    readonly backoffMs: readonly number[];
    readonly jitter: "full" | "none";
  };
  readonly resultTtlMs: number;
  /** JSON Schema of the payload; absent when anything goes. */
  readonly payloadSchema?: unknown;
}

/** The type that a message stands for. */
export function readType(type: TaskType__Output): RegisteredType {
  return {
    type: type.type,
    ...(type.description !== "" && { description: type.description }),
    queue: type.queue,
    priority: priorityFromProto(type.priority) ?? "normal",
    pool: type.pool,
    softLimitMs: readMs(type.softLimit),
    hardLimitMs: readMs(type.hardLimit),
    memoryLimitBytes: Number(type.memoryLimitBytes),
    retry: {
      maxRetries: type.retry?.maxRetries ?? 0,
      backoffMs: type.retry?.backoff.map(readMs) ?? [],
      jitter: type.retry?.jitter === "NONE" ? "none" : "full",
    },
    resultTtlMs: readMs(type.resultTtl),
    ...(type.payloadSchema && { payloadSchema: valueToJson(type.payloadSchema) }),
  };
}

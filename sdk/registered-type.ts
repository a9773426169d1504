import type { Priority } from "../core/task.ts";
import type { Duration__Output } from "../proto/gen/google/protobuf/Duration.ts";
import type { TaskType__Output } from "../proto/gen/longshore/v1/TaskType.ts";
import { durationToMs } from "../proto/time.ts";
import { readPriority, readValue } from "./task.ts";

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
  const payloadSchema = readValue(type.payloadSchema);
  return {
    type: type.type,
    ...(type.description !== "" && { description: type.description }),
    queue: type.queue,
    priority: readPriority(type.priority),
    pool: type.pool,
    softLimitMs: milliseconds(type.softLimit),
    hardLimitMs: milliseconds(type.hardLimit),
    memoryLimitBytes: Number(type.memoryLimitBytes),
    retry: {
      maxRetries: type.retry?.maxRetries ?? 0,
      backoffMs: type.retry?.backoff.map(milliseconds) ?? [],
      jitter: type.retry?.jitter === "NONE" ? "none" : "full",
    },
    resultTtlMs: milliseconds(type.resultTtl),
    ...(payloadSchema !== undefined && { payloadSchema }),
  };
}

function milliseconds(duration: Duration__Output | null): number {
  return duration === null ? 0 : (durationToMs(duration) ?? 0);
}

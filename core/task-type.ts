import { DEFAULT_RETRY, type RetryPolicy } from "./retry.ts";
import type { Priority } from "./task.ts";

/** Where handlers run: in child processes, in the worker's own process, or as any executable. */
export const POOLS = ["prefork", "inline", "exec"] as const;
export type PoolKind = (typeof POOLS)[number];

/** How many tasks a pool may be told to run at once. The least is 1: a worker that is to run none is stopped. */
export const POOL_SIZE_MAX = { prefork: 256, inline: 1_000, exec: 256 } as const satisfies Record<
  PoolKind,
  number
>;

/** A task type as its worker registers it. Durations in milliseconds, sizes in bytes. */
export interface TaskType {
  readonly type: string;
  readonly queue: string;
  readonly priority: Priority;
  readonly pool: PoolKind;
  readonly description?: string;
  /** JSON Schema (2020-12) of the payload; absent: anything goes. */
  readonly payloadSchema?: unknown;
  /**
   * Which texts of the payload the filter `text` finds: all, or those under these fields, such as `customer.name`. Absent: none.
   */
  readonly searchable?: true | readonly string[];
  readonly softLimitMs: number;
  readonly hardLimitMs: number;
  readonly memoryLimitBytes: number;
  readonly retry: RetryPolicy;
  /** Names of errors that a handler may throw: only these are tried again. Absent: all are. */
  readonly retryOn?: readonly string[];
  /** Names of errors that are never tried again. */
  readonly dontRetryOn?: readonly string[];
  readonly cancelGraceMs: number;
  readonly resultTtlMs: number;
  readonly failedTtlMs: number;
  /** When the RUNNING record is written: before the handler is called, or only once it has run for 100 ms. */
  readonly recordStart: "eager" | "lazy";
}

/** What a type is given where it says nothing. */
export const TASK_TYPE_DEFAULTS = {
  queue: "default",
  priority: "normal",
  pool: "prefork",
  softLimitMs: 540_000,
  hardLimitMs: 600_000,
  memoryLimitBytes: 2 * 1024 ** 3,
  retry: DEFAULT_RETRY,
  cancelGraceMs: 30_000,
  resultTtlMs: 3_600_000,
  failedTtlMs: 7 * 86_400_000,
  recordStart: "eager",
} as const satisfies Omit<
  TaskType,
  "type" | "description" | "payloadSchema" | "searchable" | "retryOn" | "dontRetryOn"
>;

import type { Priority } from "../core/task.ts";
import type { PoolKind, TaskType } from "../core/task-type.ts";
import type { JsonSchema, ParsedPayload, StandardSchema } from "./payload-schema.ts";

/** What a handler is told and may use. */
export interface TaskContext {
  readonly taskId: string;
  readonly project: string;
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Aborts when the handler must stop: cancelled, or out of time. Its reason says which. */
  readonly signal: AbortSignal;
  readonly log: TaskLog;
  /** Says how far the work is. At most ten a second are passed on; the last one always is. */
  progress(done: number, total?: number, message?: string): void;
}

/** Log lines of a handler, as JSON with the task's id and attempt. */
export interface TaskLog {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export type Handler<Payload, Result> = (payload: Payload, context: TaskContext) => Result | Promise<Result>;

/** What `defineTask` takes. Durations are texts such as `"540s"`, sizes such as `"2GiB"`. */
export interface TaskOptions<Payload, Result> {
  /** A lower-case letter, then at most 62 of a-z 0-9 _ -. */
  readonly type: string;
  readonly description?: string;
  /** Default: `default`. All types of a queue share one kind of pool. */
  readonly queue?: string;
  /** Default: `normal`. */
  readonly priority?: Priority;
  /** Default: `prefork`. */
  readonly pool?: Extract<PoolKind, "prefork" | "inline">;
  /** Checks payloads before anything is stored: a Standard Schema that gives JSON Schema (zod 4.2 and later), or plain JSON Schema. */
  readonly payload?: StandardSchema<Payload> | JsonSchema;
  /** Defaults: soft `540s`, hard `600s`, memory `2GiB`. */
  readonly limits?: { readonly soft?: string; readonly hard?: string; readonly memory?: string };
  /** Defaults: 3 retries after `60s`, `120s`, `240s`, jitter `full`. */
  readonly retry?: {
    readonly maxRetries?: number;
    readonly backoff?: readonly string[];
    readonly jitter?: "full" | "none";
  };
  /** How long a cancelled handler has to end before it is killed. Default: `30s`. */
  readonly cancelGrace?: string;
  /** How long the record is kept after the end. Default: `1h`. */
  readonly resultTtl?: string;
  /** How long the record of a failed task is kept. Default: `7d`. */
  readonly failedTtl?: string;
  /** `lazy` (inline pools only): the start is recorded only when the task lasts longer than 100 ms. Default: `eager`. */
  readonly recordStart?: "eager" | "lazy";
  readonly handler: Handler<Payload, Result>;
}

/** A task type with its handler, as `longshore worker --tasks` loads it. */
export interface TaskDefinition<Payload = unknown, Result = unknown> {
  /** Tells a definition from any other export of a module. */
  readonly kind: "longshore.task";
  readonly type: TaskType;
  /** Reads a payload by the schema: fills in its defaults, or says what is wrong. */
  parsePayload(payload: unknown): Promise<ParsedPayload<Payload>>;
  readonly handler: Handler<Payload, Result>;
}

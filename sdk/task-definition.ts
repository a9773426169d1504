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
  /**
   * W3C Trace Context of this attempt, to be handed to what the handler calls. Where the module has set up OpenTelemetry, the same is
   * the active context of the handler: see docs/tracing.md.
   */
  readonly traceparent: string;
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

/** What `defineTask` takes: a handler, or with `pool: "exec"` a command. */
export type TaskOptions<Payload, Result, Input = unknown, Name extends string = string> =
  | HandlerTaskOptions<Payload, Result, Input, Name>
  | ExecTaskOptions<Payload, Input, Name>;

/** The options of every task type. Durations are texts such as `"540s"`, sizes such as `"2GiB"`. */
interface CommonTaskOptions<Payload, Input, Name extends string> {
  /** A lower-case letter, then at most 62 of a-z 0-9 _ -. */
  readonly type: Name;
  readonly description?: string;
  /** Default: `default`. All types of a queue share one kind of pool. */
  readonly queue?: string;
  /** Default: `normal`. */
  readonly priority?: Priority;
  /** Checks payloads before anything is stored: a Standard Schema that gives JSON Schema (zod 4.2 and later), or plain JSON Schema. */
  readonly payload?: StandardSchema<Payload, Input> | JsonSchema;
  /**
   * Lets the filter `text` find tasks by words of their payloads: by all texts in them, or by those under the fields that are listed, such as
   * `customer.name`. Default: by none. Holds for tasks that are submitted from then on.
   */
  readonly searchable?: boolean | readonly string[];
  /** Defaults: soft `540s`, hard `600s`, memory `2GiB`. */
  readonly limits?: { readonly soft?: string; readonly hard?: string; readonly memory?: string };
  /** Defaults: 3 retries after `60s`, `120s`, `240s`, jitter `full`. */
  readonly retry?: {
    readonly maxRetries?: number;
    readonly backoff?: readonly string[];
    readonly jitter?: "full" | "none";
    /** Names of errors, such as `TypeError`: only these are tried again. Default: all are. */
    readonly retryOn?: readonly string[];
    /** Names of errors that are never tried again. */
    readonly dontRetryOn?: readonly string[];
  };
  /** How long a cancelled handler has to end before it is killed. Default: `30s`. */
  readonly cancelGrace?: string;
  /** How long the record is kept after the end. Default: `1h`. */
  readonly resultTtl?: string;
  /** How long the record of a failed task is kept. Default: `7d`. */
  readonly failedTtl?: string;
  /** `lazy` (inline pools only): the start is recorded only when the task lasts longer than 100 ms. Default: `eager`. */
  readonly recordStart?: "eager" | "lazy";
}

/** A task type that a function of this module does. */
export interface HandlerTaskOptions<Payload, Result, Input = unknown, Name extends string = string>
  extends CommonTaskOptions<Payload, Input, Name> {
  /** Default: `prefork`. */
  readonly pool?: Exclude<PoolKind, "exec">;
  readonly handler: Handler<Payload, Result>;
  readonly command?: never;
  readonly cwd?: never;
}

/** A task type that a program does: payload as JSON on its standard input, result as JSON on its standard output. */
export interface ExecTaskOptions<Payload, Input = unknown, Name extends string = string>
  extends CommonTaskOptions<Payload, Input, Name> {
  readonly pool: "exec";
  /** The program and its arguments, as a shell in the folder `cwd` would find them. No shell is involved. */
  readonly command: readonly [string, ...string[]];
  /** Where the program runs, relative to the folder of its module. Default: that folder. */
  readonly cwd?: string;
  readonly handler?: never;
}

/** A task type with what does it, as `longshore worker --tasks` loads it. */
export type TaskDefinition<Payload = unknown, Result = unknown> =
  | HandlerTaskDefinition<Payload, Result>
  | ExecTaskDefinition<Payload>;

/**
 * What the compiler knows of a task type, for whoever submits tasks of it: its name, what may be submitted, which a schema with
 * defaults or conversions tells from what the handler gets, and what the handler returns.
 */
export interface CallableTask<Name extends string = string, Input = unknown, Result = unknown> {
  readonly kind: "longshore.task";
  readonly type: { readonly type: Name };
  /** Never there when the program runs. */
  readonly callable?: { readonly input: Input; readonly result: Result };
}

interface CommonTaskDefinition<Payload, Result, Input, Name extends string>
  extends CallableTask<Name, Input, Result> {
  /** Tells a definition from any other export of a module. */
  readonly kind: "longshore.task";
  /** What is registered: it says nothing of handler or command. */
  readonly type: TaskType & { readonly type: Name };
  /** Reads a payload by the schema: fills in its defaults, or says what is wrong. */
  parsePayload(payload: unknown): Promise<ParsedPayload<Payload>>;
}

export interface HandlerTaskDefinition<
  Payload = unknown,
  Result = unknown,
  Input = unknown,
  Name extends string = string,
> extends CommonTaskDefinition<Payload, Result, Input, Name> {
  readonly handler: Handler<Payload, Result>;
}

export interface ExecTaskDefinition<Payload = unknown, Input = unknown, Name extends string = string>
  extends CommonTaskDefinition<Payload, unknown, Input, Name> {
  readonly command: readonly [string, ...string[]];
  /** As it was given, so relative to the module; absolute from the moment a worker has loaded the module. */
  readonly cwd: string;
}

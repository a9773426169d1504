import { BYTE_SIZE_FORMAT, parseByteSize } from "../core/byte-size.ts";
import { DURATION_FORMAT, parseDuration } from "../core/duration.ts";
import { messageOf } from "../core/message-of.ts";
import { isName, NAME_FORMAT } from "../core/name.ts";
import { MAX_RETRIES, type RetryPolicy } from "../core/retry.ts";
import { PRIORITIES } from "../core/task.ts";
import { isPayloadField } from "../core/task-filter/filter.ts";
import { TASK_TYPE_DEFAULTS as DEFAULTS, POOLS, type PoolKind, type TaskType } from "../core/task-type.ts";
import { type JsonSchema, parsePayload, type StandardSchema, toJsonSchema } from "./payload-schema.ts";
import type {
  ExecTaskDefinition,
  ExecTaskOptions,
  HandlerTaskDefinition,
  HandlerTaskOptions,
  TaskDefinition,
  TaskOptions,
} from "./task-definition.ts";

/** A definition that cannot be used: names the task, the option, its value and what is allowed. */
export class TaskDefinitionError extends Error {
  override readonly name = "TaskDefinitionError";
}

/**
 * Defines a task type: what it is called, where it waits, what it may take, and the handler or, in the exec pool, the
 * command that does it. Fills in defaults and checks every option; throws a `TaskDefinitionError` that names the one that is
 * wrong.
 */
export function defineTask<Payload = unknown, Input = Payload, Name extends string = string>(
  options: ExecTaskOptions<Payload, Input, Name>,
): ExecTaskDefinition<Payload, Input, Name>;
export function defineTask<
  Payload = unknown,
  Result = unknown,
  Input = Payload,
  Name extends string = string,
>(
  options: HandlerTaskOptions<Payload, Result, Input, Name>,
): HandlerTaskDefinition<Payload, Result, Input, Name>;
export function defineTask<Payload, Result>(
  options: TaskOptions<Payload, Result>,
): TaskDefinition<Payload, Result> {
  const definition = {
    kind: "longshore.task",
    type: checkedType(options),
    parsePayload: (payload: unknown) => parsePayload(options.payload, payload),
  } as const;
  return options.pool === "exec"
    ? { ...definition, command: [...options.command], cwd: options.cwd ?? "." }
    : { ...definition, handler: options.handler };
}

/** Whether a module's export is what `defineTask` returns. */
export function isTaskDefinition(value: unknown): value is TaskDefinition {
  return (
    typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "longshore.task"
  );
}

/** The options as any definition has them, whatever its payload: JavaScript may leave out or add what TypeScript would not. */
type AnyOptions = Omit<
  HandlerTaskOptions<never, unknown>,
  "payload" | "pool" | "handler" | "command" | "cwd"
> & {
  readonly payload?: StandardSchema<unknown> | JsonSchema;
  readonly pool?: PoolKind;
  readonly handler?: unknown;
  readonly command?: unknown;
  readonly cwd?: unknown;
};

/** What there is to set. JavaScript would pass over `retires: 5` in silence. */
const OPTIONS = keysOf<AnyOptions>({
  type: true,
  description: true,
  queue: true,
  priority: true,
  pool: true,
  payload: true,
  searchable: true,
  limits: true,
  retry: true,
  cancelGrace: true,
  resultTtl: true,
  failedTtl: true,
  recordStart: true,
  handler: true,
  command: true,
  cwd: true,
});
/** A type may list at most so many fields to be searched. */
const SEARCHABLE_MAX = 20;

const LIMITS = keysOf<NonNullable<AnyOptions["limits"]>>({ soft: true, hard: true, memory: true });
const RETRY = keysOf<NonNullable<AnyOptions["retry"]>>({
  maxRetries: true,
  backoff: true,
  jitter: true,
  retryOn: true,
  dontRetryOn: true,
});

/** The compiler sees to it that none is missing. */
function keysOf<Options>(keys: Record<keyof Options, true>): readonly string[] {
  return Object.keys(keys);
}

function checkedType(options: AnyOptions): TaskType {
  const { type, queue = DEFAULTS.queue, priority = DEFAULTS.priority, pool = DEFAULTS.pool } = options;
  const check = checksFor(type);
  check.that(isName(type), "type", type, NAME_FORMAT);
  check.known("", options, OPTIONS);
  check.known("limits.", options.limits ?? {}, LIMITS);
  check.known("retry.", options.retry ?? {}, RETRY);
  check.that(isName(queue), "queue", queue, NAME_FORMAT);
  check.that(PRIORITIES.includes(priority), "priority", priority, `one of ${PRIORITIES.join(", ")}`);
  check.that(POOLS.includes(pool), "pool", pool, `one of ${POOLS.map((name) => `"${name}"`).join(", ")}`);
  checkWhatRuns(options, pool, check);
  const recordStart = options.recordStart ?? DEFAULTS.recordStart;
  check.that(
    recordStart === "eager" || (recordStart === "lazy" && pool === "inline"),
    "recordStart",
    recordStart,
    '"eager", or "lazy" with pool "inline"',
  );

  const softLimitMs = check.duration("limits.soft", options.limits?.soft, DEFAULTS.softLimitMs);
  const hardLimitMs = check.duration(
    "limits.hard",
    options.limits?.hard,
    Math.max(DEFAULTS.hardLimitMs, softLimitMs),
  );
  check.that(softLimitMs <= hardLimitMs, "limits.soft", options.limits?.soft, "at most limits.hard");
  return {
    type,
    queue,
    priority,
    pool,
    ...(options.description !== undefined && { description: options.description }),
    ...(options.payload !== undefined && { payloadSchema: check.schema(options.payload) }),
    ...searchableFields(options, check),
    softLimitMs,
    hardLimitMs,
    memoryLimitBytes: check.size("limits.memory", options.limits?.memory, DEFAULTS.memoryLimitBytes),
    retry: retryPolicy(options.retry ?? {}, check),
    ...errorNames(options.retry ?? {}, check),
    cancelGraceMs: check.duration("cancelGrace", options.cancelGrace, DEFAULTS.cancelGraceMs),
    resultTtlMs: check.duration("resultTtl", options.resultTtl, DEFAULTS.resultTtlMs),
    failedTtlMs: check.duration("failedTtl", options.failedTtl, DEFAULTS.failedTtlMs),
    recordStart,
  };
}

/** A handler, or in the exec pool a command; never both, because one of them would be passed over in silence. */
function checkWhatRuns({ handler, command, cwd }: AnyOptions, pool: PoolKind, check: Checks): void {
  if (pool === "exec") {
    check.that(handler === undefined, "handler", String(handler), 'left out with pool "exec"');
    check.that(
      isCommand(command),
      "command",
      command,
      'a program and its arguments, such as ["python3", "a.py"]',
    );
    check.that(cwd === undefined || isArgument(cwd), "cwd", cwd, "the path of a folder");
    return;
  }
  check.that(typeof handler === "function", "handler", handler, "a function (payload, context)");
  check.that(command === undefined, "command", command, 'left out unless pool is "exec"');
  check.that(cwd === undefined, "cwd", cwd, 'left out unless pool is "exec"');
}

function isCommand(command: unknown): boolean {
  return Array.isArray(command) && command.every(isArgument) && Boolean(command[0]);
}

/** What can be handed to a program: the text ends where a NUL is. */
function isArgument(value: unknown): boolean {
  return typeof value === "string" && !value.includes("\0");
}

function retryPolicy(retry: NonNullable<AnyOptions["retry"]>, check: Checks): RetryPolicy {
  const { maxRetries = DEFAULTS.retry.maxRetries, jitter = DEFAULTS.retry.jitter, backoff } = retry;
  check.that(
    Number.isInteger(maxRetries) && maxRetries >= 0 && maxRetries <= MAX_RETRIES,
    "retry.maxRetries",
    maxRetries,
    `a whole number from 0 to ${MAX_RETRIES}`,
  );
  check.that(jitter === "full" || jitter === "none", "retry.jitter", jitter, '"full" or "none"');
  check.that(backoff === undefined || backoff.length > 0, "retry.backoff", backoff, "at least one delay");
  const backoffMs =
    backoff?.map((text, index) => check.duration(`retry.backoff[${index}]`, text, 0)) ??
    DEFAULTS.retry.backoffMs;
  return { maxRetries, backoffMs, jitter };
}

function searchableFields({ searchable }: AnyOptions, check: Checks): Pick<TaskType, "searchable"> {
  if (searchable === undefined || searchable === false) return {};
  const isList =
    Array.isArray(searchable) &&
    searchable.length > 0 &&
    searchable.length <= SEARCHABLE_MAX &&
    searchable.every((field) => isPayloadField(`payload.${field}`));
  check.that(
    searchable === true || isList,
    "searchable",
    searchable,
    `true, or a list of 1 to ${SEARCHABLE_MAX} fields of the payload, such as ["title", "customer.name"]`,
  );
  return { searchable };
}

function errorNames(
  { retryOn, dontRetryOn }: NonNullable<AnyOptions["retry"]>,
  check: Checks,
): Pick<TaskType, "retryOn" | "dontRetryOn"> {
  for (const [option, names] of [
    ["retry.retryOn", retryOn],
    ["retry.dontRetryOn", dontRetryOn],
  ] as const) {
    const isList =
      names === undefined || (Array.isArray(names) && names.every((name) => typeof name === "string"));
    check.that(isList, option, names, 'a list of names of errors, such as ["TypeError"]');
  }
  const both = retryOn?.find((name) => dontRetryOn?.includes(name));
  check.that(both === undefined, "retry.retryOn", both, "no name that dontRetryOn has too");
  return { ...(retryOn !== undefined && { retryOn }), ...(dontRetryOn !== undefined && { dontRetryOn }) };
}

type Checks = ReturnType<typeof checksFor>;

/** Checks whose errors name the task. */
function checksFor(type: string) {
  const refuse = (option: string, value: unknown, allowed: string): never => {
    throw new TaskDefinitionError(
      `task ${JSON.stringify(type)}: ${option} is ${JSON.stringify(value)}, it must be ${allowed}`,
    );
  };
  return {
    that(holds: boolean, option: string, value: unknown, allowed: string): void {
      if (!holds) refuse(option, value, allowed);
    },
    known(prefix: string, given: object, known: readonly string[]): void {
      for (const key of Object.keys(given)) {
        if (known.includes(key)) continue;
        throw new TaskDefinitionError(
          `task ${JSON.stringify(type)}: there is no option ${prefix}${key}; there are ${known.map((name) => prefix + name).join(", ")}`,
        );
      }
    },
    duration(option: string, text: string | undefined, byDefault: number): number {
      return text === undefined ? byDefault : (parseDuration(text) ?? refuse(option, text, DURATION_FORMAT));
    },
    size(option: string, text: string | undefined, byDefault: number): number {
      return text === undefined ? byDefault : (parseByteSize(text) ?? refuse(option, text, BYTE_SIZE_FORMAT));
    },
    schema(schema: NonNullable<AnyOptions["payload"]>) {
      try {
        return toJsonSchema(schema);
      } catch (error) {
        throw new TaskDefinitionError(`task ${JSON.stringify(type)}: payload: ${messageOf(error)}`, {
          cause: error,
        });
      }
    },
  };
}

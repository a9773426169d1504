import type { CallableTask } from "./task-definition.ts";

/**
 * Task types by whatever name: a module that exports definitions (`typeof import("./tasks.ts")`, of which nothing is loaded),
 * or a type such as `{ a: typeof a }`. What is no definition does not count.
 */
export type TaskModule = object;

/** Any type, with any payload: what a client knows that was told of no module. */
export interface AnyTasks {
  readonly any: CallableTask;
}

type TasksIn<Tasks extends TaskModule> = Extract<Tasks[keyof Tasks], CallableTask>;

/** The names of the types in a module. */
export type TaskNameIn<Tasks extends TaskModule> = TasksIn<Tasks>["type"]["type"];

/** The type of this name in a module. */
export type TaskNamed<Tasks extends TaskModule, Name> = Extract<
  TasksIn<Tasks>,
  { readonly type: { readonly type: Name } }
>;

/** What may be submitted to a task type. */
export type PayloadOf<Task> =
  NonNullable<CallableOf<Task>> extends { readonly input: infer Input } ? Input : unknown;

/** What a task of this type ends with, as it comes out of JSON. */
export type ResultOf<Task> =
  NonNullable<CallableOf<Task>> extends { readonly result: infer Result } ? JsonOf<Result> : unknown;

type CallableOf<Task> = Task extends { readonly callable?: infer Callable } ? Callable : never;

/** A value after JSON: a Date has become text, nothing is null, methods are gone. */
export type JsonOf<Value> = unknown extends Value
  ? Value
  : Value extends { toJSON(): infer Written }
    ? JsonOf<Written>
    : Value extends string | number | boolean | null
      ? Value
      : Value extends void
        ? null
        : JsonOfObject<Value>;

type JsonOfObject<Value> = Value extends AnyFunction | symbol | bigint
  ? never
  : Value extends readonly unknown[]
    ? { [Index in keyof Value]: JsonOf<Value[Index]> }
    : { [Key in keyof Value as Value[Key] extends AnyFunction ? never : Key]: JsonOfField<Value[Key]> };

/** A field that is undefined is left out, and no null. */
type JsonOfField<Value> = Value extends undefined ? undefined : JsonOf<Value>;

type AnyFunction = (...args: never) => unknown;

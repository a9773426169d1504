import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineTask, isTaskDefinition, TaskDefinitionError } from "../../sdk/define-task.ts";

/** Defines a task as JavaScript may: nothing but the check at run time stands in the way. */
const defineAnyway = defineTask as (options: unknown) => unknown;

describe("a task of the exec pool", () => {
  const count = defineTask({
    type: "word_count",
    pool: "exec",
    command: ["python3", "word_count.py"],
    payload: z.object({ text: z.string(), top: z.number().default(10) }),
  });

  test("has a command, and the folder of its module to run in", () => {
    expect(count).toMatchObject({ command: ["python3", "word_count.py"], cwd: "." });
    expect(count).not.toHaveProperty("handler");
    expect(isTaskDefinition(count)).toBe(true);
  });

  test("does not register what it runs", () => {
    expect(count.type).toMatchObject({ type: "word_count", pool: "exec" });
    expect(JSON.stringify(count.type)).not.toMatch(/command|cwd|python/);
  });

  test("keeps its command when the list that was given changes", () => {
    const command: [string, ...string[]] = ["a"];
    const task = defineTask({ type: "t", pool: "exec", command });
    command.push("b");
    expect(task.command).toEqual(["a"]);
  });

  test("reads payloads by its schema", async () => {
    expect(await count.parsePayload({ text: "a" })).toEqual({ ok: true, payload: { text: "a", top: 10 } });
  });
});

test.each<[object, string]>([
  [{ retires: 5 }, "there is no option retires; there are type, description, queue"],
  [
    { limits: { timeout: "5s" } },
    "there is no option limits.timeout; there are limits.soft, limits.hard, limits.memory",
  ],
  [{ retry: { max: 5 } }, "there is no option retry.max; there are retry.maxRetries"],
])("an option that there is none of is refused: %j", (options, problem) => {
  const define = () => defineAnyway({ type: "t", handler: () => null, ...options });
  expect(define).toThrow(TaskDefinitionError);
  expect(define).toThrow(problem);
});

describe("what runs a task is said once, and completely", () => {
  const handler = () => null;

  test.each<[string, object, string]>([
    ["no command", { pool: "exec" }, "command is undefined, it must be a program and its arguments"],
    ["an empty command", { pool: "exec", command: [] }, "command is []"],
    ["a command with no name", { pool: "exec", command: ["", "a"] }, "command is"],
    ["a command line", { pool: "exec", command: "sh -c true" }, "command is"],
    ["an argument that is no text", { pool: "exec", command: ["sleep", 1] }, "command is"],
    ["an argument with a NUL", { pool: "exec", command: ["echo", "a\0b"] }, "command is"],
    ["a cwd that is no text", { pool: "exec", command: ["true"], cwd: 1 }, "cwd is 1"],
    ["a handler beside the command", { pool: "exec", command: ["true"], handler }, "handler is"],
    ["a command without the pool", { command: ["true"], handler }, 'left out unless pool is "exec"'],
    ["a command of another pool", { pool: "inline", command: ["true"], handler }, "command is"],
    ["a cwd without the pool", { cwd: ".", handler }, "cwd is"],
    ["no handler", {}, "handler is undefined, it must be a function"],
    ["a pool that is none", { pool: "fork", handler }, 'one of "prefork", "inline", "exec"'],
    ["no list to search in", { handler, searchable: "title" as never }, "searchable is"],
    ["nothing to search in", { handler, searchable: [] }, "searchable is"],
    ["a field that is none", { handler, searchable: ["a..b"] }, "searchable is"],
    ["a late start", { pool: "exec", command: ["true"], recordStart: "lazy" }, "recordStart is"],
  ])("refused: %s", (_what, options, problem) => {
    const define = () => defineAnyway({ type: "t", ...options });
    expect(define).toThrow(TaskDefinitionError);
    expect(define).toThrow(problem);
  });

  test("TypeScript refuses it as well", () => {
    const refused = [
      // @ts-expect-error a command is required
      () => defineTask({ type: "t", pool: "exec" }),
      // @ts-expect-error a handler does not go with a command
      () => defineTask({ type: "t", pool: "exec", command: ["true"], handler: () => null }),
      // @ts-expect-error a command needs the exec pool
      () => defineTask({ type: "t", command: ["true"] }),
      // @ts-expect-error a command has at least a program
      () => defineTask({ type: "t", pool: "exec", command: [] }),
      // @ts-expect-error a handler is required
      () => defineTask({ type: "t", pool: "inline" }),
    ];
    for (const define of refused) expect(define).toThrow(TaskDefinitionError);
  });

  test("a handler still knows the payload from the schema", () => {
    const task = defineTask({
      type: "t",
      payload: z.object({ n: z.number() }),
      handler: ({ n }, ctx) => n + ctx.attempt,
    });
    const result: number | Promise<number> = task.handler({ n: 1 }, { attempt: 2 } as never);
    expect(result).toBe(3);
  });
});

describe("names of errors", () => {
  const define = (retry: unknown) => defineAnyway({ type: "t", retry, handler: () => null });

  test("are registered with the type", () => {
    expect(define({ retryOn: ["A"], dontRetryOn: ["B"] })).toMatchObject({
      type: { retryOn: ["A"], dontRetryOn: ["B"] },
    });
  });

  test.each([
    [{ retryOn: "A" }, /retry\.retryOn is "A", it must be a list of names of errors/],
    [{ dontRetryOn: [1] }, /retry\.dontRetryOn is \[1\]/],
    [
      { retryOn: ["A"], dontRetryOn: ["A"] },
      /retry\.retryOn is "A", it must be no name that dontRetryOn has too/,
    ],
  ])("%j is refused", (retry, message) => {
    expect(() => define(retry)).toThrow(message);
  });
});

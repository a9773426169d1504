import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { MAX_JSON_DEPTH } from "../../../core/json-depth.ts";
import { OBJECT_FROM_BYTES } from "../../../core/stored-object.ts";
import { unpackJson } from "../../../runtime/packed-json.ts";
import { defineTask } from "../../../sdk/define-task.ts";
import type { TaskContext, TaskOptions } from "../../../sdk/task-definition.ts";
import { NonRetryableError, RetryLater, Snooze } from "../../../sdk/task-error.ts";
import { runHandler } from "../../../services/worker/pool/run-handler.ts";
import { errorOf, Heard, jobOf, RESULT_MAX_BYTES } from "./job.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

interface Circumstances {
  readonly payload?: TaskOptions<unknown, unknown>["payload"];
  readonly given?: unknown;
  readonly contentType?: string;
  readonly heard?: Heard;
  readonly signal?: AbortSignal;
}

/** Runs a handler once, with `given` as the payload that was submitted. */
function outcomeOf(
  handler: (payload: unknown, context: TaskContext) => unknown,
  {
    payload,
    given = null,
    contentType,
    heard = new Heard(),
    signal = new AbortController().signal,
  }: Circumstances = {},
) {
  const definition = defineTask<unknown>({
    type: "t",
    ...(payload !== undefined && { payload }),
    handler,
  });
  const job = jobOf([], {
    payload: given,
    ...(contentType !== undefined && { payloadContentType: contentType }),
  });
  return runHandler(definition, job, signal, heard, () => NOW);
}

const throwing = (thrown: unknown) =>
  outcomeOf(() => {
    throw thrown;
  });

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

const circular: Record<string, unknown> = { name: "loop" };
circular["self"] = circular;

test("a handler that throws the reason of its signal has stopped as it was told", async () => {
  const outcome = await outcomeOf((_payload, { signal }) => signal.throwIfAborted(), {
    signal: AbortSignal.abort("SOFT_LIMIT"),
  });
  expect(errorOf(outcome)).toEqual({
    name: "AbortError",
    message: "the handler stopped as ctx.signal told it to: SOFT_LIMIT",
    reason: "HANDLER_ERROR",
  });
});

describe("what a handler returns", () => {
  test.each<[string, unknown, unknown]>([
    ["undefined", undefined, null],
    ["null", null, null],
    ["false", false, false],
    ["a number", 0.5, 0.5],
    ["a text", "done", "done"],
    ["an empty text", "", ""],
    ["an object", { groups: [1, 2] }, { groups: [1, 2] }],
    ["the deepest that is kept", nested(MAX_JSON_DEPTH), nested(MAX_JSON_DEPTH)],
  ])("%s is its result", async (_what, value, result) => {
    expect(await outcomeOf(() => value)).toEqual({ kind: "returned", result });
    expect(await outcomeOf(async () => value)).toEqual({ kind: "returned", result });
  });

  test.each<[string, unknown, RegExp]>([
    ["a BigInt", 10n, /BigInt/],
    ["an object with a BigInt", { size: 10n }, /BigInt/],
    ["a circular object", circular, /circular/i],
    ["a function", () => 1, /returned a function, which is no JSON value/],
    ["a symbol", Symbol("x"), /returned a symbol/],
  ])("%s is no JSON, which no retry would change", async (_what, value, message) => {
    const outcome = await outcomeOf(() => value);
    expect(outcome).toMatchObject({ kind: "failed", retryable: false });
    expect(errorOf(outcome)).toMatchObject({ reason: "RESULT_NOT_SERIALISABLE" });
    expect(errorOf(outcome).message).toMatch(message);
  });

  test("what is nested too deep for clients is refused", async () => {
    const outcome = await outcomeOf(() => nested(MAX_JSON_DEPTH + 1));
    expect(outcome).toMatchObject({ retryable: false, error: { reason: "RESULT_TOO_DEEP" } });
  });

  test.each([
    ["one byte too large", "x".repeat(RESULT_MAX_BYTES - 1)],
    ["too large only as UTF-8", "é".repeat(RESULT_MAX_BYTES / 2)],
  ])("what is %s is refused, with both sizes", async (_what, value) => {
    const outcome = await outcomeOf(() => value);
    expect(outcome).toMatchObject({ retryable: false, error: { reason: "RESULT_TOO_LARGE" } });
    expect(errorOf(outcome).message).toMatch(/^the result is \d+ bytes of JSON, at most 1048576 are kept$/);
  });

  test("the largest that is allowed is handed on as text, to be stored apart", async () => {
    const value = "é".repeat(RESULT_MAX_BYTES / 2 - 1);
    expect(await outcomeOf(() => value)).toEqual({ kind: "returned", resultText: JSON.stringify(value) });
  });

  test("the largest that a record takes is kept, packed", async () => {
    const value = "x".repeat(OBJECT_FROM_BYTES - 2);
    const outcome = await outcomeOf(() => value);
    if (outcome.kind !== "returned" || outcome.resultGzip === undefined) throw new Error("not packed");
    expect(outcome).not.toHaveProperty("result");
    expect(outcome.resultGzip.length).toBeLessThan(OBJECT_FROM_BYTES / 100);
    expect(unpackJson(outcome.resultGzip, OBJECT_FROM_BYTES)).toBe(value);
  });

  test("what packing would not shorten is kept as it is", async () => {
    const value = randomBytes(4_096).toString("base64");
    expect(await outcomeOf(() => value)).toEqual({ kind: "returned", result: value });
  });
});

describe("errors that a type names", () => {
  const failing = (name: string, retry: TaskOptions<unknown, unknown>["retry"]) => {
    const error = Object.assign(new Error("no"), { name });
    const definition = defineTask<unknown>({
      type: "t",
      ...(retry !== undefined && { retry }),
      handler: () => Promise.reject(error),
    });
    return runHandler(definition, jobOf([]), new AbortController().signal, new Heard(), () => NOW);
  };

  test.each([
    ["retryOn has it", "NetworkError", { retryOn: ["NetworkError"] }, true],
    ["retryOn does not have it", "TypeError", { retryOn: ["NetworkError"] }, false],
    ["dontRetryOn has it", "TypeError", { dontRetryOn: ["TypeError"] }, false],
    ["dontRetryOn does not have it", "NetworkError", { dontRetryOn: ["TypeError"] }, true],
    ["neither is given", "TypeError", {}, true],
  ])("when %s, a %s is worth another try or not", async (_when, name, retry, retryable) => {
    expect(await failing(name, retry)).toMatchObject({ kind: "failed", retryable, error: { name } });
  });

  test("a handler that asks for another time is obeyed all the same", async () => {
    const definition = defineTask<unknown>({
      type: "t",
      retry: { retryOn: ["NetworkError"] },
      handler: () => Promise.reject(new RetryLater({ delay: "5s" })),
    });
    const outcome = await runHandler(
      definition,
      jobOf([]),
      new AbortController().signal,
      new Heard(),
      () => NOW,
    );
    expect(outcome).toMatchObject({ retryable: true, retryAfterMs: 5_000 });
  });
});

describe("what a handler throws", () => {
  test("an error is recorded with name, message, stack and reason, and tried again", async () => {
    const outcome = await throwing(new RangeError("out of range"));
    expect(outcome).toMatchObject({
      kind: "failed",
      retryable: true,
      error: { name: "RangeError", message: "out of range", reason: "HANDLER_ERROR" },
    });
    expect(errorOf(outcome).stack).toContain("run-handler.test.ts");
    expect(errorOf(outcome)).not.toHaveProperty("causes");
  });

  test("a rejected promise is the same as a throw", async () => {
    const outcome = await outcomeOf(async () => Promise.reject(new Error("later")));
    expect(errorOf(outcome)).toMatchObject({ name: "Error", message: "later" });
  });

  test.each<[string, unknown, string]>([
    ["a text", "boom", "the handler threw boom"],
    ["null", null, "the handler threw null"],
    ["undefined", undefined, "the handler threw undefined"],
    ["a number", 7, "the handler threw 7"],
    ["an object", { code: 7 }, 'the handler threw {"code":7}'],
    ["a circular object", circular, "the handler threw [object Object]"],
    ["a symbol", Symbol("x"), "the handler threw Symbol(x)"],
    ["a BigInt", 7n, "the handler threw [object BigInt]"],
  ])("%s is no error, and is shown as it is", async (_what, thrown, message) => {
    expect(await throwing(thrown)).toEqual({
      kind: "failed",
      retryable: true,
      error: { name: "NonError", message, reason: "HANDLER_ERROR" },
    });
  });

  test("the chain of causes is kept, nearest first, five at most, a circular one too", async () => {
    const root = new Error("disk full");
    const middle = new TypeError("cannot write", { cause: root });
    expect(errorOf(await throwing(new Error("failed", { cause: middle }))).causes).toEqual([
      "TypeError: cannot write",
      "Error: disk full",
    ]);
    expect(errorOf(await throwing(new Error("failed", { cause: { code: 28 } }))).causes).toEqual([
      '{"code":28}',
    ]);
    const loop = new Error("loop");
    loop.cause = loop;
    expect(errorOf(await throwing(loop)).causes).toEqual(Array(5).fill("Error: loop"));
  });

  test("texts without end are cut", async () => {
    const { message, stack = "" } = errorOf(await throwing(new Error("x".repeat(100_000))));
    expect(message).toMatch(/^x{4096}… \(95904 more characters\)$/);
    expect(stack.length).toBeLessThan(8_300);
  });

  test.each<[string, Error, object]>([
    ["a message that is no text", Object.assign(new Error(), { message: 42 }), { message: "42" }],
    ["no name", Object.assign(new Error("x"), { name: undefined }), { name: "Error", message: "x" }],
    ["a stack that is no text", Object.assign(new Error("x"), { stack: ["a"] }), { stack: '["a"]' }],
    [
      "a message that cannot be read",
      Object.defineProperty(new Error("x"), "message", {
        get() {
          throw new Error("no");
        },
      }),
      { message: "(not readable)" },
    ],
  ])("an error with %s is recorded all the same", async (_what, thrown, error) => {
    expect(await throwing(thrown)).toMatchObject({ kind: "failed", retryable: true, error });
  });
});

describe("what a handler asks for", () => {
  test("NonRetryableError gives up", async () => {
    const outcome = await throwing(new NonRetryableError("no such folder"));
    expect(outcome).toMatchObject({
      kind: "failed",
      retryable: false,
      error: { name: "NonRetryableError", message: "no such folder", reason: "HANDLER_ERROR" },
    });
  });

  test("a class of one's own made of it gives up as well", async () => {
    class NoSuchFolder extends NonRetryableError {
      override readonly name = "NoSuchFolder";
    }
    expect(await throwing(new NoSuchFolder("x"))).toMatchObject({
      retryable: false,
      error: { name: "NoSuchFolder" },
    });
  });

  test.each([
    ["after a delay", { delay: "90s" }, 90_000],
    ["at a time", { at: new Date(NOW + 5_000) }, 5_000],
    ["at a time that is past", { at: new Date(NOW - 5_000) }, 0],
  ])("RetryLater and Snooze %s", async (_what, when, ms) => {
    expect(await throwing(new RetryLater(when, "rate limit"))).toMatchObject({
      kind: "failed",
      retryable: true,
      retryAfterMs: ms,
      error: { name: "RetryLater", message: "rate limit" },
    });
    expect(await throwing(new Snooze(when, "not yet"))).toEqual({
      kind: "snoozed",
      delayMs: ms,
      message: "not yet",
    });
  });

  test("the wish of another copy of the package counts by its name", async () => {
    const foreign = (name: string, when?: unknown) =>
      Object.assign(new Error("x"), { name, ...(when !== undefined && { when }) });

    expect(await throwing(foreign("NonRetryableError"))).toMatchObject({ retryable: false });
    expect(await throwing(foreign("RetryLater", { delay: "1s" }))).toMatchObject({ retryAfterMs: 1_000 });
    expect(await throwing(foreign("Snooze", { delay: "2s" }))).toMatchObject({
      kind: "snoozed",
      delayMs: 2_000,
    });
  });

  test.each(["RetryLater", "Snooze"])(
    "an error that is only called %s, without a time, is any error",
    async (name) => {
      for (const when of [undefined, null, {}, { delay: 5 }, { at: "soon" }, { at: new Date(Number.NaN) }]) {
        const outcome = await throwing(Object.assign(new Error("x"), { name, when }));
        expect(outcome).toMatchObject({ kind: "failed", retryable: true, error: { name } });
        expect(outcome).not.toHaveProperty("retryAfterMs");
      }
    },
  );
});

describe("what a handler is given", () => {
  const schema = z.object({ query: z.string(), limit: z.number().default(10) });

  test("a payload with the defaults of its schema filled in", async () => {
    const outcome = await outcomeOf((payload) => payload, { payload: schema, given: { query: "x" } });
    expect(outcome).toEqual({ kind: "returned", result: { query: "x", limit: 10 } });
  });

  test("nothing, when the schema refuses the payload: that ends the task", async () => {
    const outcome = await outcomeOf(() => "ran", { payload: schema, given: { query: 7 } });
    expect(outcome).toMatchObject({
      kind: "failed",
      retryable: false,
      error: { name: "PayloadInvalid", reason: "PAYLOAD_INVALID" },
    });
    expect(errorOf(outcome).message).toMatch(/query: .*string/);
  });

  test("the bytes that were submitted, when they are not JSON", async () => {
    const given = Buffer.from([0, 1, 255]).toString("base64");
    const outcome = await outcomeOf((payload) => [Buffer.isBuffer(payload), [...(payload as Buffer)]], {
      given,
      contentType: "application/octet-stream",
    });
    expect(outcome).toEqual({ kind: "returned", result: [true, [0, 1, 255]] });
  });

  test("a way to say how far it is; what is no number says nothing", async () => {
    const heard = new Heard();
    await outcomeOf(
      (_payload, { progress }) => {
        progress(1);
        progress(2, 3, "files");
        progress(0 / 0, 3);
        progress(3, Number.NaN);
      },
      { heard },
    );
    expect(heard.progress).toEqual([{ done: 1 }, { done: 2, total: 3, message: "files" }, { done: 3 }]);
  });
});

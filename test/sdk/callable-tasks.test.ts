import { describe, expectTypeOf, test } from "vitest";
import { z } from "zod";
import type { JsonOf } from "../../sdk/callable-tasks.ts";
import { defineTask } from "../../sdk/define-task.ts";
import type { TaskClient } from "../../sdk/task-client.ts";
import type { TaskHandle } from "../../sdk/task-handle.ts";

// What the compiler knows of a task from its definition to its result: `tsc` is what fails here.

const resize = defineTask({
  type: "resize",
  payload: z.object({ path: z.string(), width: z.number().default(800) }),
  handler: ({ path, width }) => ({ path, width, at: new Date(), note: width > 1 ? "wide" : undefined }),
});
const greet = defineTask({ type: "greet", handler: async ({ name }: { name: string }) => `Hello ${name}` });
const count = defineTask({
  type: "count",
  pool: "exec",
  command: ["wc"],
  payload: z.object({ text: z.string().optional() }),
});
const nothing = defineTask({ type: "nothing", handler: () => undefined });

const tasks = { resize, greet, count, nothing, other: "no task" };
type Client = TaskClient<typeof tasks>;
declare const client: Client;
declare const anyClient: TaskClient;

/** For the compiler only. */
const unused = (..._calls: (() => unknown)[]) => undefined;

describe("a client that knows the definitions", () => {
  test("knows payload and result of a name", () => {
    unused(async () => {
      const resized = await client.submit("resize", { path: "a.png" });
      expectTypeOf(resized).toEqualTypeOf<
        TaskHandle<{ path: string; width: number; at: string; note: string | undefined }>
      >();
      expectTypeOf(await (await client.submit("greet", { name: "Ada" })).result()).toEqualTypeOf<string>();
      expectTypeOf(await (await client.submit("count", {})).result()).toEqualTypeOf<unknown>();
      expectTypeOf(await (await client.submit("nothing", null)).result()).toEqualTypeOf<null>();
    });
  });

  test("refuses a name that there is none of, and a payload that does not fit", () => {
    unused(
      // @ts-expect-error there is no such type
      () => client.submit("resise", { path: "a.png" }),
      // @ts-expect-error a value that is no definition is no type
      () => client.submit("other", {}),
      // @ts-expect-error the path is required
      () => client.submit("resize", { width: 3 }),
      // @ts-expect-error a width is a number
      () => client.submit("resize", { path: "a.png", width: "3" }),
      // @ts-expect-error nothing else is in the payload
      () => client.submit("resize", { path: "a.png", hight: 3 }),
      // @ts-expect-error the payload is that of the handler
      () => client.submit("greet", { nme: "Ada" }),
      // @ts-expect-error there is no such option
      () => client.submit("greet", { name: "Ada" }, { delay: "5s" }),
    );
  });
});

describe("a definition that is at hand", () => {
  test("says what its payload and its result are, whatever the client knows", () => {
    unused(async () => {
      const handle = await anyClient.submit(greet, { name: "Ada" });
      expectTypeOf(handle).toEqualTypeOf<TaskHandle<string>>();
      // @ts-expect-error a name is text
      await anyClient.submit(greet, { name: 3 });
      // @ts-expect-error the path is required
      await client.submit(resize, {});
    });
  });

  test("says what the result of an existing task is", () => {
    expectTypeOf<typeof client.task<typeof greet>>().returns.toEqualTypeOf<TaskHandle<string>>();
    expectTypeOf<typeof client.task>().returns.toEqualTypeOf<TaskHandle<unknown>>();
  });
});

test("a client that knows nothing takes every name and payload", () => {
  unused(async () => {
    const handle = await anyClient.submit("whatever", { any: ["thing"] });
    expectTypeOf(handle).toEqualTypeOf<TaskHandle<unknown>>();
  });
});

test("results are what JSON makes of them", () => {
  expectTypeOf<JsonOf<Date>>().toEqualTypeOf<string>();
  expectTypeOf<JsonOf<[Date, number]>>().toEqualTypeOf<[string, number]>();
  expectTypeOf<JsonOf<readonly Date[]>>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<JsonOf<{ readonly a?: Date; b: () => void }>>().toEqualTypeOf<{
    readonly a?: string | undefined;
  }>();
  expectTypeOf<JsonOf<"a" | 1 | null>>().toEqualTypeOf<"a" | 1 | null>();
  expectTypeOf<JsonOf<unknown>>().toEqualTypeOf<unknown>();
});

import { expect, test } from "vitest";
import { defineTask } from "../../../sdk/define-task.ts";
import { compareTasks } from "../../../services/worker/reload/task-changes.ts";

interface Options {
  readonly type: string;
  readonly queue?: string;
  readonly pool?: "prefork" | "inline";
  readonly description?: string;
}

const define = (...options: readonly Options[]) =>
  new Map(options.map((option) => [option.type, defineTask({ ...option, handler: () => null })]));

const QUEUES = new Map([
  ["prefork", ["images"]],
  ["inline", ["net"]],
] as const);

test("new code of a type replaces the old; what is described as before is not registered again", () => {
  const current = define(
    { type: "resize", queue: "images" },
    { type: "fetch", queue: "net", pool: "inline" },
  );
  const next = define(
    { type: "resize", queue: "images" },
    { type: "fetch", queue: "net", pool: "inline", description: "fetches" },
  );
  const changes = compareTasks(current, next, QUEUES);
  expect(changes.definitions).toEqual(next);
  expect(changes.definitions.get("resize")).toBe(next.get("resize"));
  expect(changes.toRegister).toEqual([next.get("fetch")?.type]);
  expect([changes.removed, changes.needRestart]).toEqual([[], []]);
});

test("a new type in a queue that is served comes in, one that is gone goes out", () => {
  const current = define({ type: "resize", queue: "images" });
  const next = define({ type: "crop", queue: "images" });
  const changes = compareTasks(current, next, QUEUES);
  expect([...changes.definitions.keys()]).toEqual(["crop"]);
  expect(changes.toRegister.map(({ type }) => type)).toEqual(["crop"]);
  expect(changes.removed).toEqual(["resize"]);
});

test.each([
  ["queue", { queue: "reports" }, 'to queue "reports" of the prefork pool'],
  ["pool", { queue: "images", pool: "inline" as const }, 'to queue "images" of the inline pool'],
])("a type that moves to another %s stays as it was until a restart", (_what, change, says) => {
  const current = define({ type: "resize", queue: "images" });
  const changes = compareTasks(current, define({ type: "resize", ...change }), QUEUES);
  expect(changes.definitions.get("resize")).toBe(current.get("resize"));
  expect(changes.toRegister).toEqual([]);
  expect(changes.needRestart).toEqual([
    `task type "resize" moves from queue "images" of the prefork pool ${says}`,
  ]);
});

test("a new type in a queue that nobody pulls here stays out until a restart", () => {
  const changes = compareTasks(new Map(), define({ type: "report", queue: "reports" }), QUEUES);
  expect([...changes.definitions.keys()]).toEqual([]);
  expect(changes.needRestart).toEqual(['task type "report" is new, in queue "reports" of the prefork pool']);
});

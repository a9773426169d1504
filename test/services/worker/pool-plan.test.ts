import { expect, test } from "vitest";
import { defineTask } from "../../../sdk/define-task.ts";
import type { TaskDefinition } from "../../../sdk/task-definition.ts";
import { planPools } from "../../../services/worker/pool-plan.ts";

const definitions = (...options: { type: string; queue?: string; pool?: "prefork" | "inline" }[]) =>
  new Map<string, TaskDefinition>(
    options.map((option) => [option.type, defineTask({ ...option, handler: () => null })]),
  );

test("each kind of pool gets its types and, once each, their queues", () => {
  const planned = planPools(
    definitions(
      { type: "a", queue: "cpu" },
      { type: "b", queue: "cpu" },
      { type: "c", queue: "net", pool: "inline" },
      { type: "d" },
    ),
  );

  expect(
    planned.ok && planned.plans.map(({ pool, queues, types }) => [pool, queues, [...types.keys()]]),
  ).toEqual([
    ["prefork", ["cpu", "default"], ["a", "b", "d"]],
    ["inline", ["net"], ["c"]],
  ]);
});

test("programs have a pool of their own, and queues of their own", () => {
  const count = defineTask({ type: "count", queue: "python", pool: "exec", command: ["python3"] });
  const withCount = (queue: string) =>
    new Map([...definitions({ type: "a", queue }), ["count", count] as const]);

  const planned = planPools(withCount("cpu"));
  expect(planned.ok && planned.plans.map(({ pool, queues }) => [pool, queues])).toEqual([
    ["prefork", ["cpu"]],
    ["exec", ["python"]],
  ]);
  expect(planPools(withCount("python"))).toMatchObject({
    ok: false,
    problem: expect.stringMatching(
      /queue "python": "a" runs in the prefork pool and "count" in the exec pool/,
    ),
  });
});

test("a pool that no type needs is not made", () => {
  const planned = planPools(definitions({ type: "a", pool: "inline" }));
  expect(planned.ok && planned.plans.map(({ pool }) => pool)).toEqual(["inline"]);
});

test("types of two pools in one queue are refused, naming queue and types", () => {
  expect(
    planPools(definitions({ type: "a", queue: "q" }, { type: "b", queue: "q", pool: "inline" })),
  ).toEqual({
    ok: false,
    type: "b",
    problem:
      'queue "q": "a" runs in the prefork pool and "b" in the inline pool; give one of them a queue of its own',
  });
});

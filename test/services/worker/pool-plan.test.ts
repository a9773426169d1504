import { expect, test } from "vitest";
import { defineTask } from "../../../sdk/define-task.ts";
import { planPools } from "../../../services/worker/pool-plan.ts";

const definitions = (...options: { type: string; queue?: string; pool?: "prefork" | "inline" }[]) =>
  new Map(options.map((option) => [option.type, defineTask({ ...option, handler: () => null })]));

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

test("a pool that no type needs is not made", () => {
  const planned = planPools(definitions({ type: "a", pool: "inline" }));
  expect(planned.ok && planned.plans.map(({ pool }) => pool)).toEqual(["inline"]);
});

test("types of two pools in one queue are refused, naming queue and types", () => {
  expect(
    planPools(definitions({ type: "a", queue: "q" }, { type: "b", queue: "q", pool: "inline" })),
  ).toEqual({
    ok: false,
    problem:
      'queue "q": "a" runs in the prefork pool and "b" in the inline pool; give one of them a queue of its own',
  });
});

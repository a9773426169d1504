import { expect, test } from "vitest";
import { loadSettings } from "../../../runtime/settings.ts";
import { defineTask } from "../../../sdk/define-task.ts";
import { type PoolPlan, planPools } from "../../../services/worker/pool-plan.ts";
import { chooseQueues } from "../../../services/worker/queue-choice.ts";
import { workerSettings } from "../../../services/worker/settings.ts";

const handler = () => null;

function plans(): readonly PoolPlan[] {
  const definitions = [
    defineTask({ type: "resize", queue: "images", handler }),
    defineTask({ type: "report", queue: "reports", handler }),
    defineTask({ type: "fetch", queue: "net", pool: "inline", handler }),
  ];
  const planned = planPools(new Map(definitions.map((definition) => [definition.type.type, definition])));
  if (!planned.ok) throw new Error(planned.problem);
  return planned.plans;
}

const queuesOf = (chosen: ReturnType<typeof chooseQueues>) =>
  chosen.ok && chosen.plans.map(({ pool, queues }) => [pool, queues]);

test("without a choice a worker serves all queues of its types", () => {
  expect(queuesOf(chooseQueues(plans(), []))).toEqual([
    ["prefork", ["images", "reports"]],
    ["inline", ["net"]],
  ]);
});

test("with one it serves those, and makes no pool that would have nothing to do", () => {
  expect(queuesOf(chooseQueues(plans(), ["reports"]))).toEqual([["prefork", ["reports"]]]);
});

test("a queue that no type names is refused, with those that there are", () => {
  expect(chooseQueues(plans(), ["net", "imagse"])).toEqual({
    ok: false,
    problem: '--queues names "imagse", but the task types of this worker have "images", "reports", "net"',
  });
});

test("weights are read by name, from 1 to 1000, and a bad one is told", () => {
  const read = (queueWeights: string) => loadSettings(workerSettings, {}, { queueWeights }).queueWeights;
  expect([...read("")]).toEqual([]);
  expect([...read("images=3, reports = 1,")]).toEqual([
    ["images", 3],
    ["reports", 1],
  ]);
  for (const bad of ["images", "images=0", "images=1001", "images=-1", "=3", "a=1,a=2", "images=1.5"]) {
    expect(() => read(bad)).toThrow(/--queue-weights .*must be name=number, parted by commas/);
  }
});

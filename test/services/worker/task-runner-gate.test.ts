import { expect, test } from "vitest";
import type { QueueGate } from "../../../services/worker/runner-deps.ts";
import { newRecord } from "../../support/task-record.ts";
import { deliver, jobCount, startRunner } from "./start-runner.ts";

/** A gate that gives no leave before the test says what came of asking for it. */
function shutGate() {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let isOpen = false;
  const gate: QueueGate = {
    tryEnter: () => (isOpen ? () => undefined : undefined),
    prepare: () => promise,
    rest: () => undefined,
  };
  const answer = (leave: boolean) => {
    isOpen = leave;
    resolve(leave);
  };
  return { gate, answer };
}

test("a task that waits for leave keeps a slot, and runs when it is given", async () => {
  const { gate, answer } = shutGate();
  const { pool, runner } = await startRunner(2, undefined, { gate: () => gate });
  runner.take(deliver(newRecord()).delivery);
  expect([runner.freeSlots(), pool.jobs.length]).toEqual([1, 0]);
  answer(true);
  await jobCount(pool, 1);
  expect(runner.freeSlots()).toBe(1);
});

test("one that gets no leave goes back at once, and its slot is free", async () => {
  const { gate, answer } = shutGate();
  const { store, pool, runner } = await startRunner(1, undefined, { gate: () => gate });
  const record = newRecord();
  const { delivery, acked } = deliver(record);
  runner.take(delivery);
  answer(false);
  await acked;
  expect([runner.freeSlots(), pool.jobs.length]).toEqual([1, 0]);
  expect(await store.queue.findWaiting(record, ["default"])).toMatchObject({
    stored: { record: { attempt: 0 } },
  });
});

test("a worker that stops waits for what waits for leave, and gives it back", async () => {
  const { gate, answer } = shutGate();
  const { runner } = await startRunner(1, undefined, { gate: () => gate });
  const { delivery, isAcked } = deliver(newRecord());
  runner.take(delivery);
  const drained = runner.drain(10_000).then(() => isAcked());
  answer(true);
  expect(await drained).toBe(true);
});

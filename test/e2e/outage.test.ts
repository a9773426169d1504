import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { readLedger, startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const type = "inline_puppet";
const LEASE_MS = 1_000;
const COUNT = 10;

test("tasks that run through an outage longer than their lease go on, and none is started twice", async () => {
  const stack = await startStack({ leaseMs: LEASE_MS });
  const ledger = join(temporaryFolder(), "ledger");
  await stack.startWorker({ types: [type], concurrency: COUNT });
  await stack.startWorker({ types: [type], concurrency: COUNT });
  const payload = { acts: [{ do: "obey_stop", result: "stopped" }], ledger };
  const outcomes = await stack.client.submitTasks(Array.from({ length: COUNT }, () => ({ type, payload })));
  const ids = outcomes.map((outcome) => (outcome.ok ? outcome.task.taskId : ""));
  await eventuallyTrue("all run", () => readLedger(ledger).length === COUNT);

  await stack.nats.kill();
  // The time that passes is what this is about: nobody can extend a lease meanwhile.
  await pause(2 * LEASE_MS);
  await stack.nats.restart();
  // When this one is due, every lease that was not extended again has lapsed once more.
  const clock = await stack.client.submitTask({ type, payload: { acts: [] }, delayMs: 3 * LEASE_MS });
  await stack.client.waitTask(clock.taskId);
  await Promise.all(ids.map((id) => stack.client.cancelTask(id)));
  await Promise.all(ids.map((id) => stack.client.waitTask(id)));

  expect(readLedger(ledger)).toHaveLength(COUNT);
  for (const id of ids) {
    const record = await stack.recordWhen(id, () => true);
    expect(storyOf(record)).toEqual(["submitted", "started 1", "cancel_requested 1", "cancelled 1"]);
  }
});

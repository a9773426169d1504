import { join } from "node:path";
import { expect, test } from "vitest";
import { readLedger, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const type = "inline_puppet";

test("a task that has waited beyond its start-by time has expired, and never starts", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const submit = (startTimeoutMs: number) =>
    stack.client.submitTask({ type, payload: { acts: [], ledger }, startTimeoutMs });
  const late = await submit(50);
  const inTime = await submit(60_000);
  // Another queue's task that is due after the first one's time is up: once it has run, that time is over.
  const later = await stack.client.submitTask({ type: "puppet", payload: { acts: [] }, delayMs: 100 });
  await stack.startWorker({ types: ["puppet"], concurrency: 1 });
  await stack.client.waitTask(later.taskId);

  await stack.startWorker({ types: [type] });
  const expired = await stack.client.waitTask(late.taskId);

  expect(expired).toMatchObject({ state: "EXPIRED", stateReason: "START_TIMEOUT", attempt: 0 });
  expect(expired.timeline.map((event) => event.type)).toEqual(["SUBMITTED", "EXPIRED"]);
  expect(await stack.client.waitTask(inTime.taskId)).toMatchObject({ state: "SUCCEEDED" });
  expect(readLedger(ledger).map(({ taskId }) => taskId)).toEqual([inTime.taskId]);
});

test("the time runs from when a delayed task is due, not from when it was submitted", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [type] });
  const task = await stack.client.submitTask({
    type,
    payload: { acts: [] },
    delayMs: 700,
    startTimeoutMs: 2_000,
  });
  expect(await stack.client.waitTask(task.taskId)).toMatchObject({ state: "SUCCEEDED" });
});

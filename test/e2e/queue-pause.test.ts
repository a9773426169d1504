import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { startStack } from "../support/start-stack.ts";
import { crashAndRecover } from "../support/store.ts";

const payload = { acts: [{ do: "return" }] };

test("a pause is kept over a crash of NATS and a new worker, and a resume counts within 2 seconds", async () => {
  const stack = await startStack();
  await stack.client.pauseQueue("inline_puppets", { reason: "a test" });
  await crashAndRecover(stack);
  await eventuallyTrue("the gateway is back", () =>
    stack.client.getQueue("inline_puppets").then(
      () => true,
      () => false,
    ),
  );
  const worker = await stack.startWorker();
  const { taskId } = await stack.client.submitTask({ type: "inline_puppet", payload });
  const other = await stack.client.submitTask({ type: "puppet", payload });
  await stack.client.waitTask(other.taskId);
  await worker.stop();
  await stack.startWorker();
  expect(await stack.client.getTask(taskId)).toMatchObject({ state: "QUEUED", attempt: 0 });
  expect(await stack.client.getQueue("inline_puppets")).toMatchObject({
    paused: true,
    pauseReason: "a test",
  });

  await stack.client.resumeQueue("inline_puppets");
  expect(await stack.client.waitTask(taskId, { timeoutMs: 2_000 })).toMatchObject({ state: "SUCCEEDED" });
});

test("a pause ends by itself at its time, and not before", async () => {
  const stack = await startStack();
  const until = new Date(Date.now() + 2_000);
  await stack.client.pauseQueue("inline_puppets", { until });
  await stack.startWorker();
  const { taskId } = await stack.client.submitTask({ type: "inline_puppet", payload });
  const ended = await stack.client.waitTask(taskId, { timeoutMs: 10_000 });
  expect(ended.state).toBe("SUCCEEDED");
  // The clock of NATS is that of this machine; it is read to the millisecond.
  expect(Number(ended.startTime)).toBeGreaterThanOrEqual(until.getTime() - 50);
  expect(Number(ended.startTime) - until.getTime()).toBeLessThan(2_500);
  expect((await stack.client.getQueue("inline_puppets")).paused).toBe(false);
});

import { expect, test } from "vitest";
import { startStack } from "../support/start-stack.ts";

test("a worker that finds no NATS waits, says so, and goes on when it comes", async () => {
  const stack = await startStack();
  await stack.nats.kill();
  const worker = stack.spawnWorker({ concurrency: 1 });

  const waiting = await worker.line(/waiting for NATS/);
  await stack.nats.restart();
  await worker.line(/worker takes tasks/);
  const { taskId } = await stack.client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "return", result: 1 }] },
  });

  expect(waiting).toMatchObject({
    level: "warn",
    msg: expect.stringMatching(/^waiting for NATS at nats:\/\/127\.0\.0\.1:\d+: .*Goes on when it is there$/),
  });
  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED" });
  // Said once, not once per try.
  expect(worker.lines.filter(({ msg }) => /waiting for NATS/.test(msg))).toHaveLength(1);
});

test("a worker that loses NATS says so, and goes on taking tasks when it is back", async () => {
  const stack = await startStack();
  const worker = stack.spawnWorker({ concurrency: 1 });
  await worker.line(/worker takes tasks/);

  await stack.nats.kill();
  await worker.line(/lost the connection to NATS/);
  await stack.nats.restart();
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: { acts: [] } });

  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
});

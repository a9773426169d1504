import { join } from "node:path";
import { expect, test } from "vitest";
import { readLedger, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("with one slot, high comes before normal and normal before low, each in the order of submission", async () => {
  const { client, startWorker } = await startStack();
  const payload = { acts: [], ledger: join(temporaryFolder(), "ledger") };
  const order = ["low", "normal", "high", "normal", "low", "high"] as const;
  const ids: { priority: (typeof order)[number]; taskId: string }[] = [];
  for (const priority of order) {
    const { taskId } = await client.submitTask({ type: "inline_puppet", payload, priority });
    ids.push({ priority, taskId });
  }

  await startWorker({ types: ["inline_puppet"], concurrency: 1 });
  await Promise.all(ids.map(({ taskId }) => client.waitTask(taskId)));

  const expected = ["high", "normal", "low"].flatMap((level) =>
    ids.filter(({ priority }) => priority === level).map(({ taskId }) => taskId),
  );
  expect(readLedger(payload.ledger).map(({ taskId }) => taskId)).toEqual(expected);
});

test("low is not starved by a line of high ones", async () => {
  const { client, startWorker } = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const submission = (priority: "high" | "low") => ({
    type: "inline_puppet",
    payload: { acts: [], ledger },
    priority,
  });
  const low = await client.submitTask(submission("low"));
  const high = await client.submitTasks(Array.from({ length: 100 }, () => submission("high")));

  await startWorker({ types: ["inline_puppet"], concurrency: 1 });
  const ids = high.map((outcome) => (outcome.ok ? outcome.task.taskId : ""));
  await Promise.all([low.taskId, ...ids].map((id) => client.waitTask(id)));

  const position = readLedger(ledger).findIndex(({ taskId }) => taskId === low.taskId);
  expect(position).toBeGreaterThan(0);
  expect(position).toBeLessThan(40);
});

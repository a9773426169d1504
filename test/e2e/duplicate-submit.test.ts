import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLedger, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const type = "inline_puppet";

test("the same task sent again, before, while and after it runs, is the same task and runs once", async () => {
  const { client, startWorker, recordWhen } = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const payload = { acts: [{ do: "progress_until_stop" }], ledger };
  const submission = { taskId: randomUUID(), type, payload };
  const submit = () => client.submitTask(submission);

  const [first, ...others] = await Promise.all([submit(), submit(), submit(), submit()]);
  const states = [first.state, ...others.map(({ state }) => state)];
  await startWorker({ types: [type] });
  await recordWhen(first.taskId, ({ state }) => state === "RUNNING");
  const whileRunning = await submit();
  await client.cancelTask(first.taskId);
  await client.waitTask(first.taskId);
  const afterwards = await submit();

  expect(states).toEqual(Array(4).fill("QUEUED"));
  expect(new Set(others.map(({ taskId }) => taskId))).toEqual(new Set([submission.taskId]));
  expect(whileRunning).toMatchObject({ taskId: submission.taskId, state: "RUNNING" });
  expect(afterwards).toMatchObject({ taskId: submission.taskId, state: "CANCELLED" });
  expect(readLedger(ledger)).toHaveLength(1);
});

test("keys of an object in another order make no other task", async () => {
  const { client } = await startStack();
  const taskId = randomUUID();
  const acts: unknown[] = [];
  await client.submitTask({ taskId, type, payload: { acts, ledger: "x" } });
  expect(await client.submitTask({ taskId, type, payload: { ledger: "x", acts } })).toMatchObject({ taskId });
});

test("the same id with another payload is refused, with both digests, and changes nothing", async () => {
  const { client } = await startStack();
  const taskId = randomUUID();
  await client.submitTask({ taskId, type, payload: { acts: [] } });

  const second = client.submitTask({ taskId, type, payload: { acts: [{ do: "return", result: 1 }] } });

  await expect(second).rejects.toMatchObject({
    name: "ApiError",
    reason: "TASK_EXISTS",
    metadata: {
      task_id: taskId,
      given_digest: expect.stringMatching(/^[0-9a-f]{16}$/),
      stored_digest: expect.stringMatching(/^[0-9a-f]{16}$/),
    },
  });
  expect(await client.getTask(taskId)).toMatchObject({ state: "QUEUED", payload: { acts: [] } });
});

test("in one batch the same id twice is one task, and another payload is refused for itself", async () => {
  const { client } = await startStack();
  const taskId = randomUUID();
  const task = { taskId, type, payload: { acts: [] } };

  const outcomes = await client.submitTasks([
    task,
    task,
    { ...task, payload: { acts: [{ do: "return" }] } },
    { type, payload: { acts: [] } },
  ]);

  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true]);
  expect(outcomes[1]).toMatchObject({ task: { taskId } });
  expect(outcomes[2]).toMatchObject({ error: { reason: "TASK_EXISTS" } });
});

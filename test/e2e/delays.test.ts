import { join } from "node:path";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { readLedger, type Stack, startStack } from "../support/start-stack.ts";
import { crashAndRecover } from "../support/store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const type = "inline_puppet";
/** Tasks due at one moment. `DELAYED=10000` is for a run by hand. */
const MANY = Number(process.env["DELAYED"] ?? 2_000);
const BATCH = 1_000;
const PATIENCE_MS = 20_000 + MANY * 10;

/** Submits tasks that are all due at one time. Returns their ids. */
async function submitAll({ client }: Stack, ledger: string, scheduleTime: Date): Promise<string[]> {
  const ids: string[] = [];
  for (let left = MANY; left > 0; left -= BATCH) {
    const tasks = Array.from({ length: Math.min(BATCH, left) }, () => ({
      type,
      payload: { acts: [], ledger },
      scheduleTime,
    }));
    for (const outcome of await client.submitTasks(tasks)) if (outcome.ok) ids.push(outcome.task.taskId);
  }
  return ids;
}

/** Waits until the queue is empty: every task has ended. */
async function allEnded(stack: Stack): Promise<void> {
  for (;;) {
    // A server that fires thousands of schedules at once does not answer meanwhile.
    const info = await stack.connection.jsm.streams.info("TASKS").catch(() => undefined);
    if (info?.state.messages === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test(`${MANY} tasks due at one moment all start, none early and none twice`, {
  timeout: PATIENCE_MS,
}, async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [type], concurrency: 256 });
  const ledger = join(temporaryFolder(), "ledger");
  const due = new Date(Date.now() + 2_000 + MANY / 2);
  const ids = await submitAll(stack, ledger, due);
  expect(ids).toHaveLength(MANY);
  await allEnded(stack);
  const lines = readLedger(ledger);
  expect(lines.map(({ taskId }) => taskId).toSorted()).toEqual(ids.toSorted());
  expect(Math.min(...lines.map(({ at }) => at))).toBeGreaterThanOrEqual(due.getTime());
});

test(`${MANY} tasks that are due while the store is killed all start once it is back, once each`, {
  timeout: PATIENCE_MS,
}, async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const due = new Date(Date.now() + 2_000 + MANY / 2);
  const ids = await submitAll(stack, ledger, due);
  expect(ids).toHaveLength(MANY);
  await stack.nats.kill();
  // Down until all of them are overdue.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due.getTime() - Date.now()) + 100));
  await stack.nats.restart();
  await stack.startWorker({ types: [type], concurrency: 256 });
  await allEnded(stack);
  const lines = readLedger(ledger);
  expect(lines.map(({ taskId }) => taskId).toSorted()).toEqual(ids.toSorted());
});

test(`${MANY} tasks of which some have started when the store is killed all start, once each`, {
  timeout: PATIENCE_MS,
}, async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [type], concurrency: 256 });
  const ledger = join(temporaryFolder(), "ledger");
  const due = new Date(Date.now() + 2_000 + MANY / 2);
  const ids = await submitAll(stack, ledger, due);
  expect(ids).toHaveLength(MANY);
  await eventuallyTrue("some have started", () => readLedger(ledger).length > 0, PATIENCE_MS);
  await stack.nats.kill();
  const before = readLedger(ledger).length;
  expect(before).toBeLessThan(MANY);
  await stack.nats.restart();
  await eventuallyTrue("more have started", () => readLedger(ledger).length > before, PATIENCE_MS);
  await allEnded(stack);
  const lines = readLedger(ledger);
  expect(lines.map(({ taskId }) => taskId).toSorted()).toEqual(ids.toSorted());
  expect(Math.min(...lines.map(({ at }) => at))).toBeGreaterThanOrEqual(due.getTime());
});

test("tasks that were put off before a crash of the store start at their time", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [type] });
  const ledger = join(temporaryFolder(), "ledger");
  const due = new Date(Date.now() + 3_000);
  const task = await stack.client.submitTask({ type, payload: { acts: [], ledger }, scheduleTime: due });
  await crashAndRecover(stack);
  expect(await stack.client.waitTask(task.taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
  expect(readLedger(ledger)[0]?.at).toBeGreaterThanOrEqual(due.getTime());
});

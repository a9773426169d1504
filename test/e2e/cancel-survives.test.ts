import { join } from "node:path";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { isAlive } from "../support/process-state.ts";
import { startProxy } from "../support/proxy.ts";
import { spawnScheduler } from "../support/spawn-scheduler.ts";
import { readLedger, type Stack, startScheduler, startStack } from "../support/start-stack.ts";
import { crashAndRecover } from "../support/store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const inline = "inline_puppet";

/** A task that runs until it is told to stop. */
async function startTask({ client, recordWhen }: Stack): Promise<string> {
  const { taskId } = await client.submitTask({ type: inline, payload: { acts: [{ do: "obey_stop" }] } });
  await recordWhen(taskId, ({ state }) => state === "RUNNING");
  return taskId;
}

/** Its end, which must be one that its worker has recorded. */
async function expectStoppedByWorker({ client, recordWhen }: Stack, taskId: string): Promise<void> {
  await client.waitTask(taskId);
  const record = await recordWhen(taskId, ({ finishedAt }) => finishedAt !== undefined);
  expect(record.state).toBe("CANCELLED");
  expect(record.timeline.at(-1)).toMatchObject({
    type: "cancelled",
    stopMs: expect.any(Number),
    error: { message: "stopped: CANCELLED" },
  });
}

test("a scheduler that dies after the cancel and before the signal leaves it to the next", async () => {
  const stack = await startStack({ scheduler: false });
  await stack.startWorker({ types: [inline] });
  const env = { LONGSHORE_NATS_URL: stack.nats.url };
  const dying = spawnScheduler(env);
  await dying.line(/^this scheduler leads$/);
  // It stands still, so that it sends nothing; then it dies.
  dying.kill("SIGSTOP");
  const taskId = await startTask(stack);
  expect((await stack.client.cancelTask(taskId)).state).toBe("CANCELLING");
  dying.kill("SIGKILL");
  spawnScheduler(env);
  await expectStoppedByWorker(stack, taskId);
});

test("a crash of NATS after the cancel loses nothing of it", async () => {
  const stack = await startStack({ scheduler: false, leaseMs: 30_000 });
  await stack.startWorker({ types: [inline] });
  const taskId = await startTask(stack);
  expect((await stack.client.cancelTask(taskId)).state).toBe("CANCELLING");
  await crashAndRecover(stack);
  await startScheduler(stack.connection, stack);
  await expectStoppedByWorker(stack, taskId);
});

test("a worker that cannot be reached is told when it is back", async () => {
  const stack = await startStack({ leaseMs: 30_000 });
  const proxy = await startProxy(stack.nats.port);
  await stack.startWorker({ types: [inline], natsUrl: proxy.url });
  const taskId = await startTask(stack);
  proxy.refuse();
  expect((await stack.client.cancelTask(taskId)).state).toBe("CANCELLING");
  proxy.accept();
  await expectStoppedByWorker(stack, taskId);
});

test("a worker that was away for longer than its lease finds its task ended, and kills what it still runs of it", async () => {
  const stack = await startStack({ leaseMs: 1_000 });
  const proxy = await startProxy(stack.nats.port);
  await stack.startWorker({ types: ["puppet"], concurrency: 1, natsUrl: proxy.url });
  const ledger = join(temporaryFolder(), "ledger");
  const payload = { acts: [{ do: "wait_for_file", path: "/never" }], ledger };
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload });
  await eventuallyTrue("the handler runs", () => readLedger(ledger).length === 1);
  const pid = readLedger(ledger)[0]?.pid ?? 0;

  proxy.refuse();
  await stack.client.cancelTask(taskId, { reason: "not needed" });
  const task = await stack.client.waitTask(taskId, { timeoutMs: 20_000 });
  expect(task).toMatchObject({ state: "CANCELLED" });
  expect(task.timeline.at(-1)).toMatchObject({ message: "not needed", by: stack.keyId });
  expect(isAlive(pid)).toBe(true);
  proxy.accept();
  await eventuallyTrue("the handler is gone", () => !isAlive(pid));
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import type { ServiceProcess } from "../support/spawn-service.ts";
import { readLedger, type Stack, startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const LEASE_MS = 1_000;

/** Two worker processes that take tasks. */
async function spawnTwo({ spawnWorker }: Stack) {
  const workers = [spawnWorker({ concurrency: 1 }), spawnWorker({ concurrency: 1 })];
  const lines = await Promise.all(workers.map((worker) => worker.line(/worker takes tasks/)));
  return workers.map((worker, i) => ({ worker, name: String(lines[i]?.instance) }));
}

function named(workers: readonly { worker: ServiceProcess; name: string }[], name: string | undefined) {
  const found = workers.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no worker is called ${name}`);
  return found.worker;
}

test("the task of a worker that is killed runs again on another, within its lease, and the timeline tells it", async () => {
  const stack = await startStack({ leaseMs: LEASE_MS });
  const folder = temporaryFolder();
  const [ledger, release] = [join(folder, "ledger"), join(folder, "release")];
  const workers = await spawnTwo(stack);
  const acts = [
    { do: "wait_for_file", path: release },
    { do: "return", result: "done" },
  ];
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: { acts, ledger } });

  const first = await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
  await eventuallyTrue("the handler runs", () => readLedger(ledger).length === 1);
  const killedAt = Date.now();
  named(workers, first.worker).kill("SIGKILL");
  const second = await stack.recordWhen(taskId, ({ attempt }) => attempt === 2);
  await eventuallyTrue("it runs again", () => readLedger(ledger).length === 2);
  writeFileSync(release, "");
  const last = await stack.recordWhen(taskId, ({ state }) => state === "SUCCEEDED");

  expect(second.worker).not.toBe(first.worker);
  // The lease, and at most a round of the puller.
  expect(Date.parse(second.startedAt ?? "") - killedAt).toBeLessThan(LEASE_MS + 2_500);
  expect(storyOf(last)).toEqual([
    "submitted",
    "started 1",
    "interrupted 1 WORKER_LOST",
    "started 2",
    "succeeded 2",
  ]);
  expect(last.timeline[2]).toMatchObject({ worker: first.worker, error: { name: "WorkerLost" } });
  expect(last.timeline[2]?.error?.message).toContain(first.worker);
  expect(last).toMatchObject({ result: "done", maxAttempts: 3 });
  expect(readLedger(ledger).map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test("a task whose last attempt is lost with its worker has failed, as WORKER_LOST", async () => {
  const stack = await startStack({ leaseMs: LEASE_MS });
  const workers = await spawnTwo(stack);
  const payload = { acts: [{ do: "obey_stop" }] };
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload, retry: { maxRetries: 0 } });

  const { worker } = await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
  named(workers, worker).kill("SIGKILL");
  const task = await stack.client.waitTask(taskId);

  expect(task).toMatchObject({
    state: "FAILED",
    stateReason: "WORKER_LOST",
    attempt: 1,
    error: { name: "WorkerLost", reason: "WORKER_LOST" },
  });
});

test("a task that was being cancelled when its worker was killed is cancelled, and does not run again", async () => {
  const stack = await startStack({ leaseMs: LEASE_MS });
  const ledger = join(temporaryFolder(), "ledger");
  const workers = await spawnTwo(stack);
  const acts = [{ do: "wait_for_file", path: "/never" }];
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: { acts, ledger } });

  const { worker } = await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
  await eventuallyTrue("the handler runs", () => readLedger(ledger).length === 1);
  named(workers, worker).kill("SIGKILL");
  expect(await stack.client.cancelTask(taskId, { reason: "too slow" })).toMatchObject({
    state: "CANCELLING",
  });
  const task = await stack.client.waitTask(taskId);

  expect(task).toMatchObject({ state: "CANCELLED", attempt: 1 });
  expect(task.timeline.at(-1)).toMatchObject({ type: "CANCELLED", message: "too slow" });
  expect(readLedger(ledger)).toHaveLength(1);
});

test("a handler that dies with its process costs an attempt; worker and siblings go on", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: ["puppet"] });
  const submit = (acts: unknown[]) =>
    stack.client.submitTask({ type: "puppet", payload: { acts }, retry: { maxRetries: 0 } });

  const [killed, left, fine] = await Promise.all([
    submit([{ do: "kill", signal: "SIGSEGV" }]),
    submit([{ do: "exit", code: 0 }]),
    submit([{ do: "return", result: "fine" }]),
  ]);

  expect(await stack.client.waitTask(killed.taskId)).toMatchObject({
    state: "FAILED",
    error: { reason: "CHILD_EXITED", signal: "SIGSEGV" },
  });
  expect(await stack.client.waitTask(left.taskId)).toMatchObject({
    state: "FAILED",
    error: { reason: "CHILD_EXITED", exitCode: 0 },
  });
  expect(await stack.client.waitTask(fine.taskId)).toMatchObject({ state: "SUCCEEDED", result: "fine" });
});

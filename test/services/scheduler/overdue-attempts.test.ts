import { expect, onTestFinished, test } from "vitest";
import { applyAllowed } from "../../../core/lifecycle.ts";
import { taskSubject } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { getLast } from "../../../jetstream/direct-get.ts";
import { followStates } from "../../../jetstream/event-follower.ts";
import { followServerClock } from "../../../jetstream/server-clock.ts";
import { answerSignals, type StopSignal } from "../../../jetstream/signals.ts";
import { createLog } from "../../../runtime/log.ts";
import { LiveTasks } from "../../../services/scheduler/live-tasks.ts";
import { createOverdueAttempts } from "../../../services/scheduler/overdue-attempts.ts";
import { WorkerPresence } from "../../../services/scheduler/worker-presence.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { startStack } from "../../support/start-stack.ts";
import { startStore, type TestStore } from "../../support/store.ts";
import { newRecord, newTask } from "../../support/task-record.ts";

const PACE = { firstLookMs: 100, marginMs: 50, lookAgainMs: 100, tickMs: 20 };
const LEASE_MS = 1_000;

/** The duty, as a scheduler that leads does it. */
async function startWatching({ connection, records, queue }: Omit<TestStore, "nats">): Promise<void> {
  const liveTasks = new LiveTasks();
  const following = await followStates(connection, (task) => liveTasks.note(task));
  onTestFinished(() => following.stop());
  const clock = await followServerClock(connection);
  onTestFinished(() => clock.stop());
  const workers = new WorkerPresence(connection, clock, LEASE_MS, 0);
  const log = createLog({ service: "scheduler", instance: "test", level: "silent" });
  const deps = { connection, records, queue, liveTasks, workers, clock, log, overduePace: PACE };
  onTestFinished(createOverdueAttempts(deps).begin());
}

/** A task with its message, which the worker "w1" has begun to run. */
async function running(
  { records, queue }: TestStore,
  limits: { readonly softLimitMs: number; readonly hardLimitMs: number },
  maxRetries = 0,
): Promise<TaskRecord> {
  const { options } = newTask();
  const retry = { ...options.retry, maxRetries, backoffMs: [60_000], jitter: "none" } as const;
  const submitted = newRecord({ options: { ...options, ...limits, retry } });
  await new Promise((resolve) => queue.submit(submitted, resolve));
  const time = new Date().toISOString();
  const started = applyAllowed(submitted, {
    type: "started",
    time,
    attempt: 1,
    worker: "w1",
    messageSequence: 1,
  });
  const written = await records.writeAndWait(started, 0);
  if (written.kind !== "stored") throw new Error(written.kind);
  return started;
}

function startWorker({ connection }: TestStore, runs: boolean): StopSignal[] {
  const told: StopSignal[] = [];
  const stop = (signal: StopSignal) => {
    told.push(signal);
    return runs;
  };
  onTestFinished(answerSignals(connection, "w1", { stop, runs: () => runs }));
  return told;
}

async function read({ records }: TestStore, task: TaskRecord): Promise<TaskRecord | undefined> {
  const result = await records.read(task);
  return result.ok ? result.stored?.record : undefined;
}

const hasMessage = async ({ connection }: TestStore, task: TaskRecord) => {
  const got = await getLast(connection, "TASKS", taskSubject(task));
  return got.ok && got.message !== undefined;
};

test("a worker that has missed a limit is told of it: of the soft one once, of the hard one until the attempt ends", async () => {
  const store = await startStore();
  const told = startWorker(store, true);
  const task = await running(store, { softLimitMs: 200, hardLimitMs: 800 });
  await startWatching(store);
  await eventuallyTrue("it is told twice of the hard limit", () => told.length >= 3);
  const { project, id } = task;
  expect(told.slice(0, 3).map(({ why }) => why)).toEqual(["SOFT_LIMIT", "HARD_LIMIT", "HARD_LIMIT"]);
  expect(told[0]).toMatchObject({ project, id, attempt: 1 });
  // Its worker lives: its end is not ours to record.
  expect((await read(store, task))?.state).toBe("RUNNING");
});

test("when its worker is gone the attempt is ended, and tried again: its schedule is there, its old message is not", async () => {
  const store = await startStore();
  const task = await running(store, { softLimitMs: 100, hardLimitMs: 200 }, 1);
  await startWatching(store);
  const record = await eventually("its end", async () => {
    const found = await read(store, task);
    return found?.state === "RUNNING" ? undefined : found;
  });
  expect(record).toMatchObject({ state: "RETRYING", reason: "HARD_LIMIT", worker: "w1", attempt: 1 });
  await eventuallyTrue("its old message is gone", async () => !(await hasMessage(store, task)));
  const waiting = await store.queue.findWaiting(task, ["default"]);
  expect(waiting.ok && waiting.stored?.record.state).toBe("RETRYING");
});

test("one that was its last has failed, and no message is left", async () => {
  const store = await startStore();
  const task = await running(store, { softLimitMs: 100, hardLimitMs: 200 });
  await startWatching(store);
  await eventuallyTrue("its end", async () => (await read(store, task))?.state === "FAILED");
  expect(await read(store, task)).toMatchObject({
    reason: "HARD_LIMIT",
    error: { name: "HardLimitExceeded" },
  });
  await eventuallyTrue("no message", async () => !(await hasMessage(store, task)));
});

test("a worker that lives and does not run it is left to its lease; an attempt within its limits is not told of", async () => {
  const store = await startStore();
  const told = startWorker(store, false);
  const overdue = await running(store, { softLimitMs: 100, hardLimitMs: 200 });
  const within = await running(store, { softLimitMs: 60_000, hardLimitMs: 90_000 });
  await startWatching(store);
  await eventuallyTrue("it is told again", () => told.length >= 3);
  expect(new Set(told.map(({ id }) => id))).toEqual(new Set([overdue.id]));
  for (const task of [overdue, within]) expect((await read(store, task))?.state).toBe("RUNNING");
});

test("a task whose worker was killed in the middle ends by its hard limit, although no other worker is there", async () => {
  const stack = await startStack({ leaseMs: LEASE_MS });
  const worker = stack.spawnWorker({ concurrency: 1 });
  await worker.line(/worker takes tasks/);
  const { taskId } = await stack.client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "wait_for_file", path: "/never" }] },
    retry: { maxRetries: 0 },
    softLimitMs: 1_000,
    hardLimitMs: 2_000,
  });
  await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
  worker.kill("SIGKILL");
  await startWatching(stack);
  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "FAILED", stateReason: "HARD_LIMIT" });
});

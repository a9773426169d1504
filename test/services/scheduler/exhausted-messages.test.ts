import { expect, onTestFinished, test } from "vitest";
import type { TaskEvent } from "../../../core/event.ts";
import { applyEvent } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { Puller } from "../../../jetstream/puller.ts";
import { createLog } from "../../../runtime/log.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { repairExhausted } from "../../../services/scheduler/exhausted-messages.ts";
import { createScheduler } from "../../../services/scheduler/scheduler.ts";
import { schedulerSettings } from "../../../services/scheduler/settings.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

/** Short enough that three deliveries are used up in a second and a half. */
const LEASE_MS = 200;

async function startScheduler({ connection }: TestStore, instance = "s1") {
  const scheduler = createScheduler({
    connection,
    settings: loadSettings(schedulerSettings, {}),
    log: createLog({ service: "scheduler", instance, level: "silent" }),
    version: "1.2.3",
    instance,
  });
  await scheduler.start();
  onTestFinished(() => scheduler.stop());
  return scheduler;
}

/** A worker that takes everything and gives no sign of life again. Its pulls stand all the while. */
function startDeadWorker(
  { connection }: TestStore,
  onFirst: (record: TaskRecord, message: number) => unknown,
) {
  const puller = new Puller(connection, {
    queues: ["default"],
    slots: 100,
    freeSlots: () => 100,
    onDelivery: ({ text, deliveries, messageSequence }) => {
      if (deliveries === 1) void onFirst(JSON.parse(text) as TaskRecord, messageSequence);
    },
    onProblem: () => undefined,
  });
  puller.start();
  onTestFinished(() => puller.stop());
}

async function submit({ queue }: TestStore): Promise<TaskRecord> {
  const record = newRecord();
  await new Promise((resolve) => queue.submit(record, resolve));
  return record;
}

/** Records that the task has started from this message, and what else has happened. */
async function record(
  { records }: TestStore,
  submitted: TaskRecord,
  messageSequence: number,
  ...more: Omit<TaskEvent, "time" | "attempt">[]
): Promise<void> {
  const time = new Date().toISOString();
  const events: TaskEvent[] = [
    { type: "started", time, attempt: 1, worker: "dead", messageSequence },
    ...more.map((event) => ({ ...event, time, attempt: 1 })),
  ];
  let sequence = 0;
  let current = submitted;
  for (const event of events) {
    const applied = applyEvent(current, event);
    if (!applied.ok) throw new Error(applied.refusal.why);
    current = applied.record;
    const written = await records.writeAndWait(current, sequence);
    if (written.kind !== "stored") throw new Error(written.kind);
    sequence = written.sequence;
  }
}

async function endOf({ records }: TestStore, task: TaskRecord): Promise<TaskRecord> {
  return eventually("the task has ended", async () => {
    const read = await records.read(task);
    return read.ok && read.stored?.record.finishedAt !== undefined ? read.stored.record : undefined;
  });
}

const isQueueEmpty = ({ connection }: TestStore) =>
  eventuallyTrue(
    "the queue is empty",
    async () => (await connection.jsm.streams.info("TASKS")).state.messages === 0,
  );

test("a task whose workers all died while it ran fails with WORKER_LOST, and leaves the queue", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  await startScheduler(store);
  startDeadWorker(store, (task, message) => record(store, task, message));
  const end = await endOf(store, await submit(store));
  expect(end).toMatchObject({
    state: "FAILED",
    reason: "WORKER_LOST",
    attempt: 1,
    worker: "dead",
    error: { name: "WorkerLost" },
  });
  await isQueueEmpty(store);
});

test("a task that no worker could even start fails with DELIVERIES_USED_UP", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  await startScheduler(store);
  startDeadWorker(store, () => undefined);
  expect(await endOf(store, await submit(store))).toMatchObject({
    state: "FAILED",
    reason: "DELIVERIES_USED_UP",
    attempt: 0,
  });
  await isQueueEmpty(store);
});

test("a task that was being cancelled is cancelled", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  await startScheduler(store);
  startDeadWorker(store, (task, message) =>
    record(store, task, message, { type: "cancel_requested", by: "key-1" }),
  );
  const end = await endOf(store, await submit(store));
  expect(end.state).toBe("CANCELLED");
  expect(end.timeline.at(-1)).toMatchObject({ type: "cancelled", by: "key-1" });
  await isQueueEmpty(store);
});

test("a task whose worker died between its record and its retry gets the retry", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  await startScheduler(store);
  const dueAt = new Date(Date.now() + 60_000).toISOString();
  startDeadWorker(store, (task, message) => record(store, task, message, { type: "retry_scheduled", dueAt }));
  const task = await submit(store);
  const retry = await eventually("the retry is scheduled", async () => {
    const subject = `delayed.${task.project}.${task.id}`;
    return (await store.connection.jsm.streams.getMessage("TASKS", { last_by_subj: subject })) ?? undefined;
  });
  expect(retry.json()).toMatchObject({ state: "RETRYING", attempt: 1 });
  await eventuallyTrue(
    "the dead message is gone",
    async () => (await store.connection.jsm.streams.info("TASKS")).state.messages === 1,
  );
});

test("a task that has ended keeps its end", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  await startScheduler(store);
  startDeadWorker(store, (task, message) => record(store, task, message, { type: "succeeded" }));
  const task = await submit(store);
  await isQueueEmpty(store);
  expect(await endOf(store, task)).toMatchObject({ state: "SUCCEEDED" });
});

test("what ran out while no scheduler ran is repaired by the next one, across a crash of the server", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  startDeadWorker(store, (task, message) => record(store, task, message));
  const task = await submit(store);
  await eventuallyTrue(
    "the advisory is kept",
    async () => (await store.connection.jsm.streams.info("ADVISORIES")).state.messages === 1,
  );
  await crashAndRecover(store);
  await startScheduler(store);
  expect(await endOf(store, task)).toMatchObject({ state: "FAILED", reason: "WORKER_LOST" });
  await isQueueEmpty(store);
});

test("several schedulers share the work, and each task ends once", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  await Promise.all(["s1", "s2", "s3"].map((instance) => startScheduler(store, instance)));
  startDeadWorker(store, (task, message) => record(store, task, message));
  const tasks = await Promise.all(Array.from({ length: 30 }, () => submit(store)));
  for (const task of tasks) {
    const { timeline } = await endOf(store, task);
    expect(timeline.map(({ type }) => type)).toEqual(["submitted", "started", "failed"]);
  }
  await isQueueEmpty(store);
  const { config, ...info } = await store.connection.jsm.consumers.info("ADVISORIES", "scheduler");
  expect(config.durable_name).toBe("scheduler");
  expect(info.num_pending).toBe(0);
});

test("the end of such a task is told by the clock of the store, whatever that of the scheduler says", async () => {
  const store = await startStore({ leaseMs: LEASE_MS });
  const { connection, records, queue } = store;
  const task = await submit(store);
  const nowMs = Date.parse("2020-01-01T00:00:00Z");
  const log = createLog({ service: "scheduler", instance: "test", level: "silent" });
  await repairExhausted({ connection, records, queue, clock: { nowMs: () => nowMs }, log }, 1);
  expect(await endOf(store, task)).toMatchObject({ state: "FAILED", finishedAt: "2020-01-01T00:00:00.000Z" });
});

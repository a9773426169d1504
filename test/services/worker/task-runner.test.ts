import { expect, test } from "vitest";
import { applyEvent } from "../../../core/lifecycle.ts";
import { delayedSubject } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import type { TestStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";
import { deliver, jobCount, startRunner } from "./start-runner.ts";

async function stored({ records }: TestStore, record: TaskRecord): Promise<TaskRecord | undefined> {
  const read = await records.read(record);
  if (!read.ok) throw new Error(read.problem);
  return read.stored?.record;
}

/** Stores that the worker "w1" runs the task, from the message with sequence 1. Returns the sequence of the record. */
async function runsElsewhere({ records }: TestStore, record: TaskRecord): Promise<number> {
  const started = applyEvent(record, {
    type: "started",
    time: new Date().toISOString(),
    attempt: 1,
    worker: "w1",
    messageSequence: 1,
  });
  if (!started.ok) throw new Error(started.refusal.why);
  const written = await records.writeAndWait(started.record, 0);
  if (written.kind !== "stored") throw new Error(written.kind);
  return written.sequence;
}

test("a start is recorded before the handler runs, an end before the message is acknowledged", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  const { delivery, acked } = deliver(record, { messageSequence: 17 });

  runner.take(delivery);
  expect(pool.jobs).toHaveLength(0);
  await jobCount(pool, 1);
  expect(await stored(store, record)).toMatchObject({ state: "RUNNING", attempt: 1, worker: "w2" });
  expect((await stored(store, record))?.timeline.at(-1)).toMatchObject({ messageSequence: 17 });
  pool.jobs[0]?.end({ kind: "returned", result: "hello" });
  await acked;

  expect(await stored(store, record)).toMatchObject({ state: "SUCCEEDED", result: "hello" });
});

test("the message of a lost worker begins the next attempt here", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  await runsElsewhere(store, record);

  runner.take(deliver(record, { deliveries: 2 }).delivery);
  await jobCount(pool, 1);

  const now = await stored(store, record);
  expect(now).toMatchObject({ state: "RUNNING", attempt: 2, worker: "w2" });
  expect(now?.timeline.slice(2)).toMatchObject([
    { type: "interrupted", attempt: 1, reason: "WORKER_LOST", worker: "w1" },
    { type: "started", attempt: 2, worker: "w2" },
  ]);
});

test.each([
  ["no slot is free", "greet", 0],
  ["the worker does not have the type", "unknown_here", 1],
])("when a worker is lost and %s, the next attempt is put in line for another", async (_what, type, size) => {
  const { store, pool, runner } = await startRunner(size);
  const record = newRecord({ type });
  await runsElsewhere(store, record);
  const { delivery, acked } = deliver(record, { deliveries: 2 });

  runner.take(delivery);
  await acked;

  expect(pool.jobs).toHaveLength(0);
  expect(await stored(store, record)).toMatchObject({ state: "QUEUED", attempt: 1, reason: "WORKER_LOST" });
  // What is in line starts from that record: no other worker takes it for a stranger to the attempt.
  const waiting = await store.queue.findWaiting(record, ["default"]);
  expect(waiting).toMatchObject({ ok: true, stored: { record: { state: "QUEUED", attempt: 1 } } });
});

test("what NATS hands out anew after a crash of its own is no sign that the worker is lost", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  await runsElsewhere(store, record);
  const { delivery, isAcked } = deliver(record, { deliveries: 1 });

  runner.take(delivery);
  await eventuallyTrue("it has decided", () => runner.freeSlots() === 1);

  expect(await stored(store, record)).toMatchObject({ state: "RUNNING", attempt: 1, worker: "w1" });
  expect([pool.jobs.length, isAcked()]).toEqual([0, false]);
});

test("after an outage what nobody could extend is left to its worker, but for the last delivery there is", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  await runsElsewhere(store, record);
  const back = new Promise<void>((resolve) => store.connection.onReconnect(resolve));
  await store.nats.restart();
  await back;

  const second = deliver(record, { deliveries: 2 });
  runner.take(second.delivery);
  await eventuallyTrue("it has decided", () => runner.freeSlots() === 1);
  expect([pool.jobs.length, second.isAcked()]).toEqual([0, false]);
  expect(await stored(store, record)).toMatchObject({ state: "RUNNING", attempt: 1, worker: "w1" });

  runner.take(deliver(record, { deliveries: 3 }).delivery);
  await jobCount(pool, 1);
  expect(await stored(store, record)).toMatchObject({ attempt: 2, worker: "w2" });
});

test("a message whose record has ended and expired is dropped, and nothing runs again", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  const { delivery, acked } = deliver(record, { recordSequence: 7, deliveries: 2 });

  runner.take(delivery);
  await acked;

  expect(pool.jobs).toHaveLength(0);
  expect(await stored(store, record)).toBeUndefined();
});

test("a slot is kept for a message whose record is being read", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  await runsElsewhere(store, record);

  runner.take(deliver(record, { deliveries: 2 }).delivery);
  expect(runner.freeSlots()).toBe(0);

  await jobCount(pool, 1);
  expect(runner.freeSlots()).toBe(0);
});

test("a stop that comes while the start is being recorded reaches the handler", async () => {
  const { pool, runner } = await startRunner();
  const record = newRecord();
  runner.take(deliver(record).delivery);

  expect(runner.stop({ ...record, attempt: 1, why: "DEADLINE_EXCEEDED" })).toBe(true);
  await jobCount(pool, 1);

  expect(pool.jobs[0]?.stops).toEqual(["DEADLINE_EXCEEDED"]);
});

test("it says which attempts run here, and a limit that is told of is passed on", async () => {
  const { pool, runner } = await startRunner();
  const record = newRecord();
  runner.take(deliver(record).delivery);
  await jobCount(pool, 1);

  expect(runner.runs({ ...record, attempt: 1 })).toBe(true);
  expect(runner.runs({ ...record, attempt: 2 })).toBe(false);
  expect(runner.runs({ ...newRecord(), attempt: 1 })).toBe(false);
  expect(runner.stop({ ...record, attempt: 1, why: "HARD_LIMIT" })).toBe(true);
  expect(pool.jobs[0]?.stops).toEqual(["HARD_LIMIT"]);
});

test("a stop of another attempt, or of a task that is not here, is told so", async () => {
  const { pool, runner } = await startRunner();
  const record = newRecord();
  runner.take(deliver(record).delivery);
  await jobCount(pool, 1);

  expect(runner.stop({ ...record, attempt: 2, why: "CANCELLED" })).toBe(false);
  expect(runner.stop({ ...newRecord(), attempt: 1, why: "CANCELLED" })).toBe(false);
  expect(pool.jobs[0]?.stops).toEqual([]);
});

test("another message of a running task goes, and leaves the one that it runs from alone", async () => {
  const { pool, runner } = await startRunner(2);
  const record = newRecord();
  const first = deliver(record, { messageSequence: 1 });
  const second = deliver(record, { messageSequence: 2 });
  runner.take(first.delivery);
  await jobCount(pool, 1);

  runner.take(second.delivery);
  await second.acked;
  expect(first.isAcked()).toBe(false);
  pool.jobs[0]?.end({ kind: "returned", result: 1 });
  await first.acked;

  expect(pool.jobs).toHaveLength(1);
});

test("when its own message comes again, the newest delivery is the one that is acknowledged", async () => {
  const { pool, runner } = await startRunner();
  const record = newRecord();
  const first = deliver(record);
  const second = deliver(record, { deliveries: 2 });
  runner.take(first.delivery);
  await jobCount(pool, 1);

  runner.take(second.delivery);
  pool.jobs[0]?.end({ kind: "returned", result: 1 });
  await second.acked;

  expect([pool.jobs.length, first.isAcked()]).toEqual([1, false]);
});

test("draining waits for the handler to be gone before another may begin", async () => {
  const { store, pool, runner } = await startRunner();
  const record = newRecord();
  const { delivery, acked } = deliver(record);
  runner.take(delivery);
  await jobCount(pool, 1);

  const drained = runner.drain(0);
  await eventually("the stop", () => pool.jobs[0]?.stops[0]);
  expect(pool.jobs[0]?.stops).toEqual(["DRAINING"]);
  expect(await stored(store, record)).toMatchObject({ state: "RUNNING" });
  pool.jobs[0]?.end({ kind: "returned", result: "too late" });
  await acked;
  await drained;

  expect(await stored(store, record)).toMatchObject({ state: "QUEUED", reason: "DRAINED", maxAttempts: 5 });
});

test("what is handed to a worker that drains goes back unchanged", async () => {
  const { store, pool, runner } = await startRunner();
  await runner.drain(0);
  const record = newRecord();
  const { delivery, acked } = deliver(record);

  runner.take(delivery);
  await acked;

  expect(pool.jobs).toHaveLength(0);
  expect(await stored(store, record)).toBeUndefined();
  expect(await store.queue.findWaiting(record, ["default"])).toMatchObject({
    stored: { record: { attempt: 0 } },
  });
});

test("what a pull still brings of a queue that has been paused goes back, and is not run", async () => {
  const { store, pool, runner } = await startRunner(1, (queue) => queue === "default");
  const record = newRecord();
  const { delivery, acked } = deliver(record);

  runner.take(delivery);
  await acked;

  expect([pool.jobs.length, runner.freeSlots()]).toEqual([0, 1]);
  expect(await stored(store, record)).toBeUndefined();
  expect(await store.queue.findWaiting(record, ["default"])).toMatchObject({
    stored: { record: { state: "QUEUED", attempt: 0 } },
  });
});

test("when that is the task of a lost worker, its next attempt waits in line for the queue to go on", async () => {
  const { store, pool, runner } = await startRunner(1, (queue) => queue === "default");
  const record = newRecord();
  await runsElsewhere(store, record);
  const { delivery, acked } = deliver(record, { deliveries: 2 });

  runner.take(delivery);
  await acked;

  expect(pool.jobs).toHaveLength(0);
  expect(await stored(store, record)).toMatchObject({ state: "QUEUED", attempt: 1, reason: "WORKER_LOST" });
  expect(await store.queue.findWaiting(record, ["default"])).toMatchObject({
    stored: { record: { state: "QUEUED", attempt: 1 } },
  });
});

test("a task goes back by the clock of the store, whatever that of this machine says", async () => {
  const aheadMs = 3_600_000;
  const { store, runner } = await startRunner(1, () => true, { nowMs: () => Date.now() + aheadMs });
  const record = newRecord();
  const { delivery, acked } = deliver(record);
  runner.take(delivery);
  await acked;
  const subject = delayedSubject(record);
  const message = await store.connection.jsm.streams.getMessage("TASKS", { last_by_subj: subject });
  const dueAt = Date.parse(message?.header.get("Nats-Schedule").replace("@at ", "") ?? "");
  expect(dueAt).toBeGreaterThan(Date.now() + aheadMs - 10_000);
});

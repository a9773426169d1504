import { expect, onTestFinished, test } from "vitest";
import type { TaskEvent } from "../../../core/event.ts";
import { applyAllowed } from "../../../core/lifecycle.ts";
import { workerSubject } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { encodeHeartbeat, HEARTBEAT_MS, type WorkerHeartbeat } from "../../../core/worker-heartbeat.ts";
import { answerSignals, type StopSignal } from "../../../jetstream/signals.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { startScheduler } from "../../support/start-stack.ts";
import { connectTo, crashAndRecover, startStore, type TestStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

const LEASE_MS = 1_500;
/** A lease, a heartbeat, a pause between two tries, and what a busy machine takes. Milliseconds. */
const END_MS = 30_000;

/** A task that a worker runs and that somebody cancels. */
async function cancelling(
  { records, queue }: TestStore,
  request: Partial<TaskEvent> = { by: "key", message: "not needed" },
  worker = "w1",
): Promise<TaskRecord> {
  const submitted = newRecord();
  await new Promise((resolve) => queue.submit(submitted, resolve));
  const time = new Date().toISOString();
  const started = applyAllowed(submitted, { type: "started", time, attempt: 1, worker, messageSequence: 1 });
  const asked = applyAllowed(started, { type: "cancel_requested", time, attempt: 1, ...request });
  const first = await records.writeAndWait(started, 0);
  if (first.kind !== "stored") throw new Error(first.kind);
  const written = await records.writeAndWait(asked, first.sequence);
  if (written.kind !== "stored") throw new Error(written.kind);
  return asked;
}

/** A worker that answers signals. */
function startWorker({ connection }: TestStore, answers: () => boolean, worker = "w1"): StopSignal[] {
  const told: StopSignal[] = [];
  const stop = (signal: StopSignal) => {
    told.push(signal);
    return answers();
  };
  onTestFinished(answerSignals(connection, worker, { stop, runs: answers }));
  return told;
}

/** What a worker says every few seconds; once, here. */
async function beat({ connection }: TestStore, id = "w1"): Promise<void> {
  const heartbeat: WorkerHeartbeat = {
    version: 1,
    id,
    host: "h",
    pid: 1,
    startedAt: new Date().toISOString(),
    longshoreVersion: "0.0.0",
    state: "ready",
    queues: [],
    types: [],
    slots: [],
    concurrency: 1,
    running: [],
    runningCount: 0,
    memory: { rss: 1, heapUsed: 1 },
    problems: [],
  };
  await connection.nc.request(workerSubject(id), encodeHeartbeat(heartbeat));
}

function endOf({ records }: TestStore, task: TaskRecord): Promise<TaskRecord> {
  return eventually(
    "the task has ended",
    async () => {
      const read = await records.read(task);
      const record = read.ok ? read.stored?.record : undefined;
      return record?.finishedAt === undefined ? undefined : record;
    },
    END_MS,
  );
}

test("a worker is told which attempt to stop, and why, as soon as its task is cancelled", async () => {
  const store = await startStore();
  const told = startWorker(store, () => true);
  await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  const { id } = await cancelling(store);
  await eventuallyTrue("the worker to be told", () => told.length > 0);
  expect(told[0]).toMatchObject({ project: "demo", id, attempt: 1, why: "CANCELLED" });
});

test("a task that its deadline stops is told so", async () => {
  const store = await startStore();
  const told = startWorker(store, () => true);
  await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  await cancelling(store, { by: "scheduler", reason: "DEADLINE_EXCEEDED" });
  await eventuallyTrue("the worker to be told", () => told.length > 0);
  expect(told[0]?.why).toBe("DEADLINE_EXCEEDED");
});

test("what was cancelled while no scheduler ran is told by the next one", async () => {
  const store = await startStore();
  const told = startWorker(store, () => true);
  const { id } = await cancelling(store);
  await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  await eventuallyTrue("the worker to be told", () => told.some((signal) => signal.id === id));
});

test("a worker that does not answer is told again until it does, and its task is left alone meanwhile", async () => {
  const store = await startStore();
  await beat(store);
  await startScheduler(await connectTo(store.nats), { leaseMs: 60_000 });
  const task = await cancelling(store);
  const late = startWorker(store, () => true);
  await eventuallyTrue("the worker to be told", () => late.length > 0);
  const read = await store.records.read(task);
  expect(read.ok && read.stored?.record.state).toBe("CANCELLING");
});

test("a task whose worker is dead ends as CANCELLED, without another worker, and its message is gone", async () => {
  const store = await startStore();
  await beat(store);
  await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  const ended = await endOf(store, await cancelling(store));
  expect(ended.state).toBe("CANCELLED");
  expect(ended.timeline.at(-1)).toMatchObject({ type: "cancelled", by: "key", message: "not needed" });
  const messages = async () => (await store.connection.jsm.streams.info("TASKS")).state.messages;
  await eventuallyTrue("its message to be gone", async () => (await messages()) === 0);
});

test("a task that its worker does not know ends as well", async () => {
  const store = await startStore();
  await beat(store);
  startWorker(store, () => false);
  await startScheduler(await connectTo(store.nats), { leaseMs: 60_000 });
  expect((await endOf(store, await cancelling(store))).state).toBe("CANCELLED");
});

test("NATS may crash in between: the signal is sent, and dead workers are seen to be dead", async () => {
  const store = await startStore();
  const connection = await connectTo(store.nats);
  await startScheduler(connection, { leaseMs: LEASE_MS });
  await crashAndRecover({ nats: store.nats, connection });
  expect((await endOf(store, await cancelling(store))).state).toBe("CANCELLED");
});

test("of many that are cancelled at once each is told", async () => {
  const store = await startStore();
  const told = startWorker(store, () => true);
  await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  const tasks = await Promise.all(Array.from({ length: 600 }, () => cancelling(store)));
  await eventuallyTrue("all to be told", () => new Set(told.map(({ id }) => id)).size === tasks.length);
});

test("a scheduler that follows takes over when the one that leads stops", async () => {
  const store = await startStore();
  const leader = await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  await startScheduler(await connectTo(store.nats), { leaseMs: LEASE_MS });
  await leader.stop();
  const told = startWorker(store, () => true);
  await cancelling(store);
  await eventuallyTrue("the worker to be told", () => told.length > 0);
});

test("thousands that wait for a worker that stands still keep no other waiting", async () => {
  const store = await startStore();
  await startScheduler(await connectTo(store.nats), { leaseMs: 60_000 });
  // It takes what it is sent and says nothing, as a process does that was stopped.
  const frozen = store.connection.nc.subscribe("signals.frozen");
  onTestFinished(() => frozen.unsubscribe());
  const told = startWorker(store, () => true);
  await Promise.all(Array.from({ length: 1_000 }, () => cancelling(store, { by: "key" }, "frozen")));
  await eventuallyTrue("the first has been told", () => frozen.getReceived() > 0);
  const before = performance.now();
  const { id } = await cancelling(store);
  await eventuallyTrue("the other to be told", () => told.some((signal) => signal.id === id));
  expect(performance.now() - before).toBeLessThan(3_000);
});

test("after NATS was away workers have their lease's time to speak before they count as gone", async () => {
  const store = await startStore();
  const connection = await connectTo(store.nats);
  await startScheduler(connection, { leaseMs: LEASE_MS });
  const task = await cancelling(store);
  await crashAndRecover({ nats: store.nats, connection });
  const backAt = performance.now();
  expect((await endOf(store, task)).state).toBe("CANCELLED");
  expect(performance.now() - backAt).toBeGreaterThan(LEASE_MS + HEARTBEAT_MS - 500);
});

import { expect, onTestFinished, test } from "vitest";
import { applyEvent } from "../../../core/lifecycle.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { TaskRecord } from "../../../core/task.ts";
import type { Delivery } from "../../../jetstream/delivery.ts";
import { Objects } from "../../../jetstream/objects.ts";
import { createLog } from "../../../runtime/log.ts";
import type { HeldTask } from "../../../services/worker/held-tasks.ts";
import { LargeParts } from "../../../services/worker/large-parts.ts";
import { Settler } from "../../../services/worker/settler.ts";
import { startStore, type TestStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

const log = createLog({ service: "test", instance: "test", level: "silent" });
const returned: AttemptOutcome = { kind: "returned", result: { rows: 3 } };
const failed = (error: object = {}, retryable = true): AttemptOutcome => ({
  kind: "failed",
  error: { name: "Error", message: "no", reason: "HANDLER_ERROR", ...error },
  retryable,
});

/** A delivery that only counts its acknowledgements. */
function fakeDelivery(record: TaskRecord) {
  const acks: number[] = [];
  const delivery: Delivery = {
    place: record,
    text: "",
    recordSequence: 0,
    messageSequence: 1,
    deliveries: 1,
    behind: 0,
    passedOn: 0,
    extend: () => undefined,
    ack: () => void acks.push(Date.now()),
  };
  return { delivery, acks };
}

function after(record: TaskRecord, ...events: Parameters<typeof applyEvent>[1][]): TaskRecord {
  return events.reduce((before, event) => {
    const applied = applyEvent(before, event);
    if (!applied.ok) throw new Error(`${event.type} is refused in ${before.state}`);
    return applied.record;
  }, record);
}

const at = (attempt: number) => ({ time: new Date().toISOString(), attempt });

/** A task that the worker "w1" runs, with its record stored. */
async function startTask(store: TestStore, changes: Parameters<typeof newRecord>[0] = {}) {
  const record = after(newRecord(changes), { ...at(1), type: "started", worker: "w1", messageSequence: 1 });
  const written = await store.records.writeAndWait(record, 0);
  if (written.kind !== "stored") throw new Error(written.kind);
  const { delivery, acks } = fakeDelivery(record);
  const held: HeldTask = {
    delivery,
    record,
    sequence: written.sequence,
    job: undefined,
    leave: () => undefined,
    stopRequested: undefined,
    ending: "settled",
  };
  const largeParts = new LargeParts({ objects: new Objects(store.connection), nowMs: Date.now, log });
  onTestFinished(() => largeParts.stop());
  const settler = new Settler({
    records: store.records,
    queue: store.queue,
    largeParts,
    worker: "w1",
    crashLimit: 2,
    nowMs: Date.now,
    log,
  });
  return {
    held,
    acks,
    settle: (outcome: AttemptOutcome) =>
      new Promise<void>((resolve) => settler.settle(held, outcome, resolve)),
    handBack: () => new Promise<void>((resolve) => settler.handBack(held, resolve)),
    /** What somebody else does to the task behind this worker's back. */
    async meanwhile(...events: Parameters<typeof applyEvent>[1][]) {
      const changed = await store.records.writeAndWait(after(record, ...events), held.sequence);
      expect(changed.kind).toBe("stored");
    },
    async stored() {
      const read = await store.records.read(record);
      if (!read.ok || read.stored === undefined) throw new Error("no record");
      return read.stored.record;
    },
  };
}

test("an outcome is recorded, then the message is acknowledged", async () => {
  const task = await startTask(await startStore());
  await task.settle(returned);
  expect(await task.stored()).toMatchObject({ state: "SUCCEEDED", result: { rows: 3 }, worker: "w1" });
  expect(task.acks).toHaveLength(1);
});

test("a cancel that was recorded while the handler ended wins, and the result is kept", async () => {
  const task = await startTask(await startStore());
  await task.meanwhile({ ...at(1), type: "cancel_requested", by: "key-7", message: "wrong input" });

  await task.settle(returned);

  const record = await task.stored();
  expect(record).toMatchObject({ state: "CANCELLED", result: { rows: 3 } });
  expect(record.timeline.at(-1)).toMatchObject({ type: "cancelled", by: "key-7", message: "wrong input" });
  expect(task.acks).toHaveLength(1);
});

test("a failure after a cancel is no retry", async () => {
  const task = await startTask(await startStore());
  await task.meanwhile({ ...at(1), type: "cancel_requested", by: "key-7" });
  await task.settle(failed());
  expect(await task.stored()).toMatchObject({ state: "CANCELLED", error: { message: "no" } });
});

test("when another worker has taken over, the outcome is refused and its message is left alone", async () => {
  const task = await startTask(await startStore());
  await task.meanwhile(
    { ...at(1), type: "interrupted", reason: "WORKER_LOST", worker: "w1" },
    { ...at(2), type: "started", worker: "w2", messageSequence: 1 },
  );

  await task.settle(returned);

  expect(await task.stored()).toMatchObject({ state: "RUNNING", attempt: 2, worker: "w2" });
  expect(task.acks).toHaveLength(0);
});

test("when the task has been put back in line, the outcome is refused too", async () => {
  const task = await startTask(await startStore());
  await task.meanwhile({ ...at(1), type: "interrupted", reason: "WORKER_LOST", worker: "w1" });
  await task.settle(returned);
  expect(await task.stored()).toMatchObject({ state: "QUEUED", attempt: 1 });
  expect(task.acks).toHaveLength(0);
});

test("when the task has ended by another hand, the outcome is refused and the message goes", async () => {
  const task = await startTask(await startStore());
  const error = { name: "WorkerLost", message: "lost", reason: "WORKER_LOST" };
  await task.meanwhile({ ...at(1), type: "failed", reason: "WORKER_LOST", error });
  await task.settle(returned);
  expect(await task.stored()).toMatchObject({ state: "FAILED", reason: "WORKER_LOST" });
  expect(task.acks).toHaveLength(1);
});

test("a failure is retried by a message that starts from its record", async () => {
  const store = await startStore();
  const task = await startTask(store);

  await task.settle(failed());

  expect(await task.stored()).toMatchObject({ state: "RETRYING", error: { message: "no" } });
  expect(task.acks).toHaveLength(1);
  const waiting = await store.queue.findWaiting(task.held.record, ["default"]);
  expect(waiting).toMatchObject({ ok: true, stored: { record: { state: "RETRYING" } } });
});

test("a task that is handed back is in line again, and no attempt is used up", async () => {
  const store = await startStore();
  const task = await startTask(store);

  await task.handBack();

  expect(await task.stored()).toMatchObject({
    state: "QUEUED",
    reason: "DRAINED",
    attempt: 1,
    maxAttempts: 5,
  });
  expect(task.acks).toHaveLength(1);
  expect(await store.queue.findWaiting(task.held.record, ["default"])).toMatchObject({
    ok: true,
    stored: { record: { state: "QUEUED" } },
  });
});

test("a task that was being cancelled is cancelled rather than handed back", async () => {
  const task = await startTask(await startStore());
  await task.meanwhile({ ...at(1), type: "cancel_requested" });
  await task.handBack();
  expect(await task.stored()).toMatchObject({ state: "CANCELLED" });
});

const LARGE = "x".repeat(400 * 1024);

test("a result that does not fit beside its payload is kept apart", async () => {
  const task = await startTask(await startStore(), { payload: LARGE });
  await task.settle({ kind: "returned", result: LARGE + LARGE });
  const record = await task.stored();
  expect(record).toMatchObject({
    state: "SUCCEEDED",
    resultObject: { bytes: 2 * LARGE.length + 2 },
  });
  expect(record).not.toHaveProperty("result");
  expect(task.acks).toHaveLength(1);
});

test("an error that does not fit is cut, and retried as any other", async () => {
  const task = await startTask(await startStore(), { payload: LARGE + LARGE + "y".repeat(215 * 1024) });
  await task.settle(failed({ message: "m".repeat(4_096), stack: "s".repeat(20_000) }));
  const { state, error } = await task.stored();
  expect([state, error?.message.length, error?.stack]).toEqual(["RETRYING", 500, undefined]);
});

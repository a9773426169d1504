import { expect, onTestFinished, test } from "vitest";
import { sequencesOf, stampEvents } from "../../core/event-sequence.ts";
import { applyEvent } from "../../core/lifecycle.ts";
import type { TaskRecord } from "../../core/task.ts";
import { SinglePublisher } from "../../jetstream/publisher.ts";
import { Records } from "../../jetstream/records.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startProxy } from "../support/proxy.ts";
import { connectTo, startStore } from "../support/store.ts";
import { newRecord, newTask } from "../support/task-record.ts";

function start(record: TaskRecord, worker = "w1"): TaskRecord {
  const applied = applyEvent(record, {
    type: "started",
    time: new Date().toISOString(),
    attempt: record.attempt + 1,
    worker,
  });
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

function succeed(record: TaskRecord): TaskRecord {
  const event = { type: "succeeded", time: new Date().toISOString(), attempt: record.attempt } as const;
  const applied = applyEvent(record, event, { result: 42 });
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

test("a task that has not left the queue has no record", async () => {
  const { records } = await startStore();
  expect(await records.read(newRecord())).toEqual({ ok: true, stored: undefined });
});

test("a record reads as it was written, with the sequence that a change must name", async () => {
  const { records } = await startStore();
  const running = start(newRecord());
  expect(await records.writeAndWait(running, 0)).toMatchObject({ kind: "stored", sequence: 1 });
  const stored = stampEvents(running, 0);
  expect(await records.read(running)).toEqual({ ok: true, stored: { record: stored, sequence: 1 } });
});

test("a record tells under which sequence each of its events was stored, also when it is not read in between", async () => {
  const { records } = await startStore();
  await records.writeAndWait(newRecord(), 0);
  const record = start(newRecord());
  const first = await records.writeAndWait(record, 0);
  if (first.kind !== "stored") throw new Error(first.kind);
  const end = succeed(first.record);
  expect(await records.writeAndWait(end, first.sequence)).toMatchObject({ kind: "stored", sequence: 3 });
  const read = await records.read(record);
  if (!read.ok || read.stored === undefined) throw new Error("not read");
  expect(sequencesOf(read.stored.record.timeline, read.stored.sequence)).toEqual([2, 2, 3]);
});

test("of two that start the same task one is first, and the other is told so", async () => {
  const { records } = await startStore();
  const record = newRecord();
  const results = await Promise.all([
    records.writeAndWait(start(record, "w1"), 0),
    records.writeAndWait(start(record, "w2"), 0),
  ]);
  expect(results.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "stored"]);
});

test("an outcome is refused once somebody else has changed the task", async () => {
  const { records } = await startStore();
  const running = start(newRecord());
  await records.writeAndWait(running, 0);
  const cancelling = applyEvent(running, {
    type: "cancel_requested",
    time: new Date().toISOString(),
    attempt: 1,
  });
  if (!cancelling.ok) throw new Error(cancelling.refusal.why);
  await records.writeAndWait(cancelling.record, 1);
  expect(await records.writeAndWait(succeed(running), 1)).toMatchObject({ kind: "conflict" });
});

test("a finished record is forgotten when its time is up, an unfinished one never", async () => {
  const { records, connection } = await startStore();
  const options = { ...newTask().options, resultTtlMs: 1_000 };
  const running = start(newRecord({ options }));
  const other = start(newRecord({ options }));
  await records.writeAndWait(running, 0);
  await records.writeAndWait(other, 0);
  await records.writeAndWait(succeed(running), 1);
  const message = await connection.jsm.streams.getMessage("EVENTS", { seq: 3 });
  expect(message?.header.get("Nats-TTL")).toBe("1s");
  await eventuallyTrue("the finished record is gone", async () => {
    const read = await records.read(running);
    return read.ok && read.stored === undefined;
  });
  expect(await records.read(other)).toMatchObject({ ok: true, stored: { sequence: 2 } });
});

test("our own write whose answer was lost counts as stored", async () => {
  const store = await startStore();
  const proxy = await startProxy(store.nats.port);
  const connection = await connectTo(proxy);
  const publisher = new SinglePublisher(connection);
  onTestFinished(() => publisher.stop());
  const records = new Records(connection, publisher);
  const running = start(newRecord());

  const lost = proxy.mute();
  const written = records.writeAndWait(running, 0);
  await lost;
  proxy.cut();

  expect(await written).toMatchObject({ kind: "stored", sequence: 1 });
});

test("somebody else's write after a lost answer is a conflict", async () => {
  const store = await startStore();
  const proxy = await startProxy(store.nats.port);
  const connection = await connectTo(proxy);
  const publisher = new SinglePublisher(connection);
  onTestFinished(() => publisher.stop());
  const records = new Records(connection, publisher);
  const record = newRecord();

  await store.records.writeAndWait(start(record, "the other"), 0);
  const lost = proxy.mute();
  const written = records.writeAndWait(start(record, "w1"), 0);
  await lost;
  proxy.cut();
  expect(await written).toMatchObject({ kind: "conflict" });
});

test("reading says what is wrong when the server is away", async () => {
  const { records, nats, connection } = await startStore();
  await nats.kill();
  await eventuallyTrue("the connection is lost", () => !connection.isConnected());
  expect(await records.read(newRecord())).toEqual({ ok: false, problem: "not connected to NATS" });
});

test("what is not a record of ours is a problem, not a task", async () => {
  const { records, connection } = await startStore();
  const key = newRecord();
  await connection.nc.request(`events.${key.project}.${key.id}`, '{"version":2}');
  expect(await records.read(key)).toMatchObject({ ok: false, problem: expect.stringContaining("version 2") });
});

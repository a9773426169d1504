import { expect, test } from "vitest";
import { HEADERS, taskSubject } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Published } from "../../jetstream/publisher.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import { eventually } from "../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

const submit = (queue: TaskQueue, record: TaskRecord, giveUpAt?: number): Promise<Published> =>
  new Promise((resolve) => queue.submit(record, resolve, giveUpAt));

const requeue = (queue: TaskQueue, record: TaskRecord, sequence: number): Promise<Published> =>
  new Promise((resolve) => queue.requeue({ record, sequence }, resolve));

async function messageOn({ connection }: TestStore, subject: string) {
  return (await connection.jsm.streams.getMessage("TASKS", { last_by_subj: subject })) ?? undefined;
}

async function messageCount({ connection }: TestStore) {
  return (await connection.jsm.streams.info("TASKS")).state.messages;
}

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

test("a submitted task waits on its subject, with its record as readable JSON", async () => {
  const store = await startStore();
  const record = newRecord({ traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });
  expect(await submit(store.queue, record)).toMatchObject({ kind: "stored", duplicate: false });
  const message = await messageOn(store, taskSubject(record));
  expect(message?.json()).toEqual(record);
  expect(message?.header.get(HEADERS.recordSequence)).toBe("0");
  expect(message?.header.get(HEADERS.type)).toBe("greet");
  expect(message?.header.get(HEADERS.traceparent)).toBe(record.traceparent);
});

test("the same task submitted again is stored once and answered as a duplicate", async () => {
  const store = await startStore();
  const record = newRecord();
  await submit(store.queue, record);
  expect(await submit(store.queue, record)).toMatchObject({ kind: "stored", duplicate: true });
  expect(await messageCount(store)).toBe(1);
});

test("the same id in another project is another task", async () => {
  const store = await startStore();
  const record = newRecord();
  await submit(store.queue, record);
  const other = newRecord({ id: record.id, project: "other" });
  expect(await submit(store.queue, other)).toMatchObject({ kind: "stored", duplicate: false });
  expect(await messageCount(store)).toBe(2);
});

test("a delayed task reaches its queue when it is due, not before, and is stored once", async () => {
  const store = await startStore();
  const dueAtMs = Date.now() + 1_000;
  const record = newRecord({ dueAtMs });
  expect(record.state).toBe("SCHEDULED");
  await submit(store.queue, record);
  expect(await submit(store.queue, record)).toMatchObject({ duplicate: true });
  expect(await messageOn(store, taskSubject(record))).toBeUndefined();
  expect(await store.queue.findWaiting(record, ["default"])).toMatchObject({
    ok: true,
    stored: { record: { state: "SCHEDULED" } },
  });

  const message = await eventually("the task is in its queue", () => messageOn(store, taskSubject(record)));

  expect(message.time.getTime()).toBeGreaterThanOrEqual(dueAtMs);
  expect(message.time.getTime()).toBeLessThan(dueAtMs + 1_000);
  expect(message.json()).toEqual(record);
  expect(message.header.get(HEADERS.recordSequence)).toBe("0");
  expect(await messageCount(store)).toBe(1);
  expect(await store.queue.findWaiting(record, ["default"])).toMatchObject({
    ok: true,
    stored: { record: { state: "QUEUED" } },
  });
});

test("a retry comes due with the sequence of the record that it starts from", async () => {
  const store = await startStore();
  const record: TaskRecord = { ...newRecord(), state: "RETRYING", attempt: 1, dueAt: soon(300) };
  await requeue(store.queue, record, 7);
  // A crash repeats the step: the same subject, so it is the same schedule.
  await requeue(store.queue, record, 7);
  const message = await eventually("the retry is in its queue", () => messageOn(store, taskSubject(record)));
  expect(message.header.get(HEADERS.recordSequence)).toBe("7");
  expect(await messageCount(store)).toBe(1);
});

test("schedules survive a killed server", async () => {
  const store = await startStore();
  const records = Array.from({ length: 20 }, () => newRecord({ dueAtMs: Date.now() + 500 }));
  await Promise.all(records.map((record) => submit(store.queue, record)));
  await crashAndRecover(store);
  for (const record of records) {
    await eventually("the task is in its queue", () => messageOn(store, taskSubject(record)));
  }
});

test("a message given back is there again, at once or after a delay, and starts from the same record", async () => {
  const store = await startStore();
  const record = newRecord();
  const give = (dueAtMs: number | undefined) =>
    new Promise<Published>((resolve) =>
      store.queue.giveBack({ record, sequence: 0 }, { dueAtMs, passedOn: 0 }, resolve),
    );
  expect(await give(undefined)).toMatchObject({ kind: "stored", duplicate: false });
  expect((await messageOn(store, taskSubject(record)))?.json()).toEqual(record);
  const before = (await messageOn(store, taskSubject(record)))?.seq;
  await give(Date.now() + 200);
  const later = await eventually("the delayed copy", async () => {
    const message = await messageOn(store, taskSubject(record));
    return message?.seq === before ? undefined : message;
  });
  expect(later.json()).toEqual(record);
  expect(later.header.get(HEADERS.recordSequence)).toBe("0");
});

test("a task that a worker passes on while it is looked for is found all the same", async () => {
  const store = await startStore();
  const record = newRecord();
  await submit(store.queue, record);
  const passOn = async () => {
    await new Promise<Published>((resolve) =>
      store.queue.giveBack({ record, sequence: 0 }, { dueAtMs: Date.now() + 60_000, passedOn: 1 }, resolve),
    );
    await store.connection.jsm.streams.purge("TASKS", { filter: taskSubject(record) });
  };
  const { inbox } = store.connection;
  const request: typeof inbox.request = (subject, body, onReply) => {
    const isLookInQueues = subject === "$JS.API.DIRECT.GET.TASKS";
    void (isLookInQueues ? passOn() : Promise.resolve()).then(() => inbox.request(subject, body, onReply));
  };
  const connection = { ...store.connection, inbox: { request } } as unknown as Connection;
  const found = await new TaskQueue(connection, store.publisher).findWaiting(record, ["default"]);
  expect(found).toMatchObject({ ok: true, stored: { record: { id: record.id } } });
});

test("a waiting task is found in any queue and priority, and only in its own project", async () => {
  const store = await startStore({ queues: ["default", "other"] });
  const record = newRecord({ queue: "other", priority: "low" });
  await submit(store.queue, record);
  const queues = ["default", "other"];
  expect(await store.queue.findWaiting(record, queues)).toMatchObject({
    ok: true,
    stored: { record, sequence: 1 },
  });
  const absent = { ok: true, stored: undefined };
  expect(await store.queue.findWaiting({ id: record.id, project: "stranger" }, queues)).toEqual(absent);
  expect(await store.queue.findWaiting(newRecord(), queues)).toEqual(absent);
  expect(await store.queue.findWaiting(newRecord(), [])).toEqual(absent);
});

test("a task is found among more queues than one request may name", async () => {
  const store = await startStore();
  const record = newRecord({ queue: "q399" });
  await submit(store.queue, record);
  const queues = Array.from({ length: 400 }, (_, i) => `q${i}`);
  expect(await store.queue.findWaiting(record, queues)).toMatchObject({ ok: true, stored: { record } });
});

test("what is older than a record is taken out of line, wherever it waits; what is not older stays, and so do others", async () => {
  const store = await startStore();
  const [waiting, delayed, other] = [newRecord(), newRecord({ dueAtMs: Date.now() + 60_000 }), newRecord()];
  for (const record of [waiting, delayed, other]) await submit(store.queue, record);
  expect(await store.queue.removeOlder(waiting, 0)).toEqual({ ok: true });
  expect(await messageCount(store)).toBe(3);
  for (const record of [waiting, delayed]) {
    expect(await store.queue.removeOlder(record, 7)).toEqual({ ok: true });
  }
  expect(await messageCount(store)).toBe(1);
  expect(await messageOn(store, taskSubject(other))).toBeDefined();

  const requeue = (record: typeof waiting, sequence: number) =>
    new Promise((resolve) => store.queue.requeue({ record, sequence }, resolve));
  for (const sequence of [5, 7, 6, 9]) await requeue(waiting, sequence);
  expect(await store.queue.removeOlder(waiting, 7)).toEqual({ ok: true });
  expect(await messageCount(store)).toBe(3);
});

test("a submission with nobody to take it says unknown when its time is up", async () => {
  const store = await startStore();
  await store.nats.kill();
  expect(await submit(store.queue, newRecord(), Date.now() + 200)).toMatchObject({ kind: "unknown" });
});

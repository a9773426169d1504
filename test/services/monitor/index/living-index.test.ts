import { closeSync, existsSync, fstatSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { applyAllowed } from "../../../../core/lifecycle.ts";
import { anyTaskSubject, eventSubject, STREAMS } from "../../../../core/subject.ts";
import type { TaskRecord } from "../../../../core/task.ts";
import { createLog } from "../../../../runtime/log.ts";
import { LivingIndex } from "../../../../services/monitor/index/living-index.ts";
import { countTasks } from "../../../../services/monitor/index/task-count.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import { statesInStore } from "../../../support/states-in-store.ts";
import { crashAndRecover, startStore, type TestStore } from "../../../support/store.ts";
import { newRecord } from "../../../support/task-record.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

function openIndex({ connection }: TestStore, path: string, retention = { ageMs: 1e12, maxBytes: 1e12 }) {
  const log = createLog({ service: "monitor", instance: "m1", level: "silent" });
  const index = new LivingIndex({
    connection,
    path,
    retention,
    log,
    searchable: () => undefined,
    onRecord: () => {},
  });
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await index.stop();
    isStopped = true;
  };
  onTestFinished(stop);
  return { index, stop };
}

const statesIn = ({ database }: LivingIndex) => countTasks(database, "demo", undefined, () => false).byState;

async function become(index: LivingIndex, states: object): Promise<void> {
  await eventuallyTrue(
    `the index says ${JSON.stringify(states)}`,
    () =>
      JSON.stringify(Object.entries(statesIn(index)).sort()) ===
      JSON.stringify(Object.entries(states).sort()),
  );
}

function edit(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** Writes over all of a file but its first page, in place. */
function scribble(path: string): void {
  const file = openSync(path, "r+");
  const { size } = fstatSync(file);
  for (let at = 4_096; at < size; at += 4_096) writeSync(file, Buffer.alloc(4_096, "no page"), 0, 4_096, at);
  closeSync(file);
}

const totalOf = ({ database }: LivingIndex, tally: string) =>
  Number(database.prepare("SELECT sum(n) AS n FROM totals WHERE tally = ?").get(tally)?.["n"] ?? 0);

const submit = ({ queue }: TestStore, record: TaskRecord) =>
  new Promise((resolve) => queue.submit(record, resolve));

async function start(store: TestStore, record: TaskRecord) {
  const time = new Date().toISOString();
  const started = applyAllowed(record, { type: "started", time, attempt: 1, worker: "w1" });
  const written = await store.records.writeAndWait(started, 0);
  if (written.kind !== "stored") throw new Error(written.kind);
  return written;
}

async function run(store: TestStore, record: TaskRecord, outcome: "succeeded" | "failed"): Promise<void> {
  const time = new Date().toISOString();
  const { record: started, sequence } = await start(store, record);
  const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
  const ended = applyAllowed(started, {
    type: outcome,
    time,
    attempt: 1,
    ...(outcome === "failed" && { error }),
  });
  await store.records.writeAndWait(ended, sequence);
}

test("it has what waits, what is due later, and what has ended", async () => {
  const store = await startStore();
  const { index } = openIndex(store, ":memory:");
  await submit(store, newRecord());
  await submit(store, newRecord({ dueAtMs: Date.now() + 3_600_000 }));
  await run(store, newRecord(), "succeeded");
  await become(index, { QUEUED: 1, SCHEDULED: 1, SUCCEEDED: 1 });
});

test("a task that comes due is queued without anybody writing a record", async () => {
  const store = await startStore();
  const { index } = openIndex(store, ":memory:");
  await submit(store, newRecord({ dueAtMs: Date.now() + 2_000 }));
  await become(index, { SCHEDULED: 1 });
  await become(index, { QUEUED: 1 });
});

test("it goes on where it was, and what happened meanwhile is in it", async () => {
  const store = await startStore();
  const path = join(temporaryFolder(), "index.db");
  const first = openIndex(store, path);
  await run(store, newRecord(), "succeeded");
  await become(first.index, { SUCCEEDED: 1 });
  await first.stop();

  await run(store, newRecord(), "failed");
  await submit(store, newRecord());
  const second = openIndex(store, path);
  await become(second.index, { SUCCEEDED: 1, FAILED: 1, QUEUED: 1 });
});

test.each([
  ["deleted", (_path: string) => undefined],
  [
    "no database at all",
    (path: string) => writeFileSync(path, "not a database, but long enough to be read as one".repeat(100)),
  ],
  ["of a newer form", (path: string) => edit(path, "PRAGMA user_version = 99")],
  ["damaged in the middle", (path: string) => scribble(path)],
])("with a file that is %s it is built anew from the streams", async (_case, spoil) => {
  const store = await startStore();
  await run(store, newRecord(), "succeeded");
  const path = join(temporaryFolder(), "folder", "index.db");
  if (_case !== "deleted") {
    const first = openIndex(store, path);
    await become(first.index, { SUCCEEDED: 1 });
    await first.stop();
    spoil(path);
  }
  const { index } = openIndex(store, path);
  await become(index, { SUCCEEDED: 1 });
  expect(existsSync(`${path}.unusable`)).toBe(_case !== "deleted");
});

test("two indexes of one store say the same, also after a crash of the server", async () => {
  const store = await startStore();
  const one = openIndex(store, ":memory:");
  const other = openIndex(store, ":memory:");
  await run(store, newRecord(), "succeeded");
  await become(one.index, { SUCCEEDED: 1 });
  await crashAndRecover(store);
  await run(store, newRecord(), "failed");
  await become(one.index, { SUCCEEDED: 1, FAILED: 1 });
  await become(other.index, { SUCCEEDED: 1, FAILED: 1 });
  await eventuallyTrue("all is well", () => one.index.problems().length === 0);
});

test("a disk that is full stops the index and loses nothing", async () => {
  const store = await startStore();
  const { index } = openIndex(store, ":memory:");
  await run(store, newRecord(), "succeeded");
  await become(index, { SUCCEEDED: 1 });
  const { page_count: pages } = index.database.prepare("PRAGMA page_count").get() as { page_count: number };
  index.database.exec(`PRAGMA max_page_count = ${pages}`);
  for (let i = 0; i < 50; i++) await run(store, newRecord(), "failed");
  await eventuallyTrue("it says why", () => index.problems().join().includes("full"));
  index.database.exec("PRAGMA max_page_count = 1000000");
  await become(index, { SUCCEEDED: 1, FAILED: 50 });
});

test("a file that is damaged while it runs is noticed by whoever reads or writes, and built anew", async () => {
  const store = await startStore();
  const path = join(temporaryFolder(), "index.db");
  const { index } = openIndex(store, path);
  for (let i = 0; i < 30; i++) await run(store, newRecord(), "succeeded");
  await become(index, { SUCCEEDED: 30 });
  index.database.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory");
  scribble(path);
  for (let i = 0; i < 30; i++) await run(store, newRecord(), "failed");
  await eventuallyTrue("it has begun anew", () => existsSync(`${path}.unusable`));
  await become(index, { SUCCEEDED: 30, FAILED: 30 });
  await eventuallyTrue("all is well", () => index.problems().length === 0);
});

test("a file that is deleted while it runs is not missed, and made anew at the next start", async () => {
  const store = await startStore();
  const path = join(temporaryFolder(), "index.db");
  const first = openIndex(store, path);
  await run(store, newRecord(), "succeeded");
  await become(first.index, { SUCCEEDED: 1 });
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  await run(store, newRecord(), "failed");
  await become(first.index, { SUCCEEDED: 1, FAILED: 1 });
  await first.stop();
  await become(openIndex(store, path).index, { SUCCEEDED: 1, FAILED: 1 });
});

test("tasks that ended unseen and whose records are gone are counted as lost, and no others", async () => {
  const store = await startStore();
  const path = join(temporaryFolder(), "index.db");
  const first = openIndex(store, path);
  const [waits, stays, runs, keepsRunning, later] = [1, 2, 3, 4]
    .map(() => newRecord())
    .concat(newRecord({ dueAtMs: Date.now() + 3_600_000 })) as [
    TaskRecord,
    TaskRecord,
    TaskRecord,
    TaskRecord,
    TaskRecord,
  ];
  for (const record of [waits, stays, later]) await submit(store, record);
  for (const record of [runs, keepsRunning]) await start(store, record);
  await become(first.index, { QUEUED: 2, SCHEDULED: 1, RUNNING: 2 });
  await first.stop();

  const { jsm } = store.connection;
  await jsm.streams.purge(STREAMS.tasks, { filter: anyTaskSubject(waits) });
  await jsm.streams.purge(STREAMS.events, { filter: eventSubject(runs) });
  const { index } = openIndex(store, path);
  await become(index, { QUEUED: 1, SCHEDULED: 1, RUNNING: 1 });
  expect(statesIn(index)).toEqual(await statesInStore(store.connection));
  expect(totalOf(index, "lost")).toBe(2);
  expect(totalOf(index, "submitted")).toBe(5);
  await eventuallyTrue("it says when", () => index.reconciledAtMs() > 0);
});

test("a record that cannot be read is passed over, and read once the program is another version", async () => {
  const store = await startStore();
  const path = join(temporaryFolder(), "index.db");
  const first = openIndex(store, path);
  await run(store, newRecord(), "succeeded");
  const strange = newRecord();
  await store.connection.nc.request(eventSubject(strange), JSON.stringify({ ...strange, version: 99 }));
  await run(store, newRecord(), "failed");
  await become(first.index, { SUCCEEDED: 1, FAILED: 1 });
  await first.stop();

  await store.connection.nc.request(eventSubject(newRecord()), "{}");
  edit(
    path,
    "UPDATE facts SET value = '0.0.0' WHERE name = 'unread_by'; DELETE FROM tasks WHERE state = 'FAILED'",
  );
  const second = openIndex(store, path);
  await eventuallyTrue("it has read again from there on", () => second.index.lag().currentAtMs > 0);
  expect(second.index.database.prepare("SELECT count(*) AS n FROM tasks").get()?.["n"]).toBe(2);
});

test("it does not say that it has all before it has, and does when what was to come has been removed", async () => {
  const store = await startStore();
  await Promise.all(Array.from({ length: 1_500 }, () => start(store, newRecord())));
  const { index } = openIndex(store, ":memory:");
  await eventuallyTrue("it says it has all", () => index.lag().currentAtMs > 0);
  expect(statesIn(index)).toEqual({ RUNNING: 1_500 });

  await store.connection.jsm.streams.purge(STREAMS.events);
  const last = await start(store, newRecord());
  await store.connection.jsm.streams.deleteMessage(STREAMS.events, last.sequence);
  await index.freshen(250);
  const before = performance.now();
  await index.freshen(5_000);
  expect(performance.now() - before).toBeLessThan(4_000);
});

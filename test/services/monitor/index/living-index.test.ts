import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyAllowed } from "../../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../../core/task.ts";
import { createLog } from "../../../../runtime/log.ts";
import { LivingIndex } from "../../../../services/monitor/index/living-index.ts";
import { countTasks } from "../../../../services/monitor/index/task-count.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../../../support/store.ts";
import { newRecord } from "../../../support/task-record.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

function openIndex({ connection }: TestStore, path: string, retention = { ageMs: 1e12, maxBytes: 1e12 }) {
  const log = createLog({ service: "monitor", instance: "m1", level: "silent" });
  const index = new LivingIndex({ connection, path, retention, log, onRecord: () => {} });
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

const submit = ({ queue }: TestStore, record: TaskRecord) =>
  new Promise((resolve) => queue.submit(record, resolve));

async function run(store: TestStore, record: TaskRecord, outcome: "succeeded" | "failed"): Promise<void> {
  const time = new Date().toISOString();
  const started = applyAllowed(record, { type: "started", time, attempt: 1, worker: "w1" });
  const written = await store.records.writeAndWait(started, 0);
  if (written.kind !== "stored") throw new Error(written.kind);
  const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
  const ended = applyAllowed(started, {
    type: outcome,
    time,
    attempt: 1,
    ...(outcome === "failed" && { error }),
  });
  await store.records.writeAndWait(ended, written.sequence);
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

import { expect, test } from "vitest";
import { withDeadlines } from "../../../core/deadlines.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { Timers } from "../../../jetstream/timers.ts";
import { createLog } from "../../../runtime/log.ts";
import { keepDeadline } from "../../../services/scheduler/deadlines.ts";
import { startStore } from "../../support/store.ts";
import { newRecord, newTask } from "../../support/task-record.ts";

const log = createLog({ service: "test", instance: "test", level: "silent" });

async function startKeeping() {
  const store = await startStore();
  const { records, queue } = store;
  const timers = new Timers(store.publisher);
  const deps = { records, queue, timers, nowMs: Date.now, log };
  return { ...store, timers, deps };
}

function timedRecord(): TaskRecord {
  const options = withDeadlines({ ...newTask().options, startTimeoutMs: 10 }, Date.now() - 10);
  return newRecord({ options });
}

/** A timer of a task that has fired just now, and was set `ageMs` before that. */
function fired({ project, id }: TaskRecord, ageMs: number) {
  const firedAtMs = Date.now();
  return { kind: "start_by", project, id, setAtMs: firedAtMs - ageMs, firedAtMs } as const;
}

test("a timer that fires before its task is stored is kept until that has come", async () => {
  const { deps, queue, records, connection } = await startKeeping();
  const record = timedRecord();
  await expect(keepDeadline(deps, fired(record, 10))).rejects.toThrow("not there, or not yet");
  await new Promise((resolve) => queue.submit(record, resolve));

  await keepDeadline(deps, fired(record, 10));
  const read = await records.read(record);
  expect(read.ok && read.stored?.record).toMatchObject({ state: "EXPIRED", reason: "START_TIMEOUT" });
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});

test("a timer that outlives its task's record is done with at once: thousands of them would hold up the others", async () => {
  const { deps } = await startKeeping();
  await keepDeadline(deps, fired(timedRecord(), 60_000));
});

test("a timer that fires twice, or in two schedulers at once, ends the task once", async () => {
  const { deps, queue, records } = await startKeeping();
  const record = timedRecord();
  await new Promise((resolve) => queue.submit(record, resolve));
  const timer = fired(record, 10);
  await Promise.all([keepDeadline(deps, timer), keepDeadline(deps, timer)]);
  await keepDeadline(deps, timer);
  const read = await records.read(record);
  expect(read.ok && read.stored?.record.timeline.map(({ type }) => type)).toEqual(["submitted", "expired"]);
});

import { expect, test } from "vitest";
import { withDeadlines } from "../../../core/deadlines.ts";
import { timerSubject } from "../../../core/subject.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { decideUpdate } from "../../../core/task-change.ts";
import { Timers } from "../../../jetstream/timers.ts";
import { writeWithTimers } from "../../../services/gateway/write-with-timers.ts";
import { startStore, type TestStore } from "../../support/store.ts";
import { newRecord, newTask } from "../../support/task-record.ts";

const MINUTE_MS = 60_000;

/** The task, due so much later. */
function dueIn(record: TaskRecord, minutes: number): TaskRecord {
  const nowMs = Date.now();
  const asking = { by: "k", nowMs, message: "" };
  const decision = decideUpdate(record, { dueAtMs: nowMs + minutes * MINUTE_MS, changes: {} }, asking);
  if (decision.do !== "record") throw new Error(decision.do);
  return decision.record;
}

async function timeOfTimer({ connection }: TestStore, { project, id }: TaskRecord): Promise<string> {
  const subject = timerSubject({ kind: "complete_by", project, id });
  const timer = await connection.jsm.streams.getMessage("TIMERS", { last_by_subj: subject });
  return timer?.header.get("Nats-Schedule").replace("@at ", "") ?? "none";
}

/** A task with a record of its own that is due in an hour and must have ended a minute later. */
async function startTimed() {
  const store = await startStore();
  const { records } = store;
  const timers = new Timers(store.publisher);
  const options = withDeadlines({ ...newTask().options, totalTimeoutMs: MINUTE_MS }, Date.now());
  const record = dueIn(newRecord({ options }), 60);
  const written = await records.writeAndWait(record, 0);
  if (written.kind !== "stored") throw new Error(written.kind);
  await timers.set(record);
  return { store, records, timers, record, sequence: written.sequence, giveUpAt: Date.now() + 10_000 };
}

test("of two who move a deadline at once, the timer is that of who has written last, whoever sets it last", async () => {
  const { store, records, timers, record, sequence, giveUpAt } = await startTimed();
  const later = dueIn(record, 120);
  const sooner = dueIn(later, 30);
  const overtaken = {
    records,
    timers: {
      async set(set: TaskRecord) {
        const read = await records.read(record);
        const current = read.ok ? read.stored : undefined;
        if (current === undefined) throw new Error("no record");
        if (set === later) {
          const next = { record: sooner, sequence: current.sequence };
          await writeWithTimers(current.record, next, giveUpAt, { records, timers });
        }
        return timers.set(set);
      },
    },
  };
  await writeWithTimers(record, { record: later, sequence }, giveUpAt, overtaken);
  expect(await timeOfTimer(store, record)).toBe(sooner.options.completeBy);
});

test("a crash between record and timer leaves a timer that is no later than the deadline", async () => {
  const { store, records, timers, record, sequence, giveUpAt } = await startTimed();
  const dies = { records, timers: { set: () => Promise.reject(new Error("died")) } };
  await expect(
    writeWithTimers(record, { record: dueIn(record, 120), sequence }, giveUpAt, dies),
  ).rejects.toThrow("died");
  expect(await timeOfTimer(store, record)).toBe(record.options.completeBy);

  const read = await records.read(record);
  const current = read.ok ? read.stored : undefined;
  if (current === undefined) throw new Error("no record");
  const sooner = dueIn(current.record, 5);
  const neverWrites = {
    records: { ...records, writeAndWait: () => Promise.reject(new Error("died")) },
    timers,
  };
  const next = { record: sooner, sequence: current.sequence };
  await expect(writeWithTimers(current.record, next, giveUpAt, neverWrites as never)).rejects.toThrow("died");
  expect(await timeOfTimer(store, record)).toBe(sooner.options.completeBy);
});

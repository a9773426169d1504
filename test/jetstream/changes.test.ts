import { expect, onTestFinished, test } from "vitest";
import { applyEvent } from "../../core/lifecycle.ts";
import { watchChanges } from "../../jetstream/changes.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { crashAndRecover, startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

function started(record = newRecord()) {
  const applied = applyEvent(record, { type: "started", time: new Date().toISOString(), attempt: 1 });
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

test("a hint comes after each stored event of the task, and of no other", async () => {
  const { connection, records } = await startStore();
  const [watched, other] = [started(), started()];
  let hints = 0;
  onTestFinished(watchChanges(connection, watched, () => hints++));
  await records.writeAndWait(other, 0);
  await records.writeAndWait(watched, 0);
  await eventuallyTrue("a hint", () => hints === 1);
  await records.writeAndWait(watched, 2);
  await eventuallyTrue("another hint", () => hints === 2);
});

test("a refused write is no change", async () => {
  const { connection, records } = await startStore();
  const record = started();
  let hints = 0;
  onTestFinished(watchChanges(connection, record, () => hints++));
  expect((await records.writeAndWait(record, 5)).kind).toBe("conflict");
  await connection.nc.flush();
  expect(hints).toBe(0);
});

test("after a reconnect there is a hint, for what may have been missed", async () => {
  const store = await startStore();
  let hints = 0;
  onTestFinished(watchChanges(store.connection, newRecord(), () => hints++));
  await crashAndRecover(store);
  await eventuallyTrue("a hint", () => hints === 1);
});

test("once nothing changes there is a hint now and then", async () => {
  const { connection } = await startStore();
  const hint = new Promise<void>((resolve) => onTestFinished(watchChanges(connection, newRecord(), resolve)));
  await hint;
});

test("after the end there are no hints", async () => {
  const { connection, records } = await startStore();
  const record = started();
  const seen: string[] = [];
  const stop = watchChanges(connection, record, () => seen.push("stopped"));
  onTestFinished(watchChanges(connection, record, () => seen.push("other")));
  stop();
  await records.writeAndWait(record, 0);
  await eventuallyTrue("the other one's hint", () => seen.length > 0);
  expect(seen).toEqual(["other"]);
});

import { expect, onTestFinished, test } from "vitest";
import type { TaskKey } from "../../core/subject.ts";
import {
  answerProgress,
  followProgress,
  lastProgress,
  type Progress,
  publishProgress,
} from "../../jetstream/progress.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { connectTo, startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";

const progress = (done: number): Progress => ({
  attempt: 1,
  done,
  total: 10,
  time: new Date().toISOString(),
});

function keyOf({ project, id }: TaskKey): TaskKey {
  return { project, id };
}

test("progress reaches who follows the task, and who follows all", async () => {
  const { connection } = await startStore({ queues: [] });
  const [one, other] = [keyOf(newRecord()), keyOf(newRecord())];
  const seenOfOne: number[] = [];
  const seenOfAll: (TaskKey & { done: number })[] = [];
  onTestFinished(followProgress(connection, one, (_key, { done }) => seenOfOne.push(done)));
  onTestFinished(followProgress(connection, "*", (key, { done }) => seenOfAll.push({ ...key, done })));
  publishProgress(connection, one, progress(1));
  publishProgress(connection, other, progress(2));
  await eventuallyTrue("both", () => seenOfAll.length === 2);
  expect(seenOfAll).toEqual([
    { ...one, done: 1 },
    { ...other, done: 2 },
  ]);
  expect(seenOfOne).toEqual([1]);
});

test("what is no progress of ours is passed over", async () => {
  const { connection } = await startStore({ queues: [] });
  const seen: number[] = [];
  onTestFinished(followProgress(connection, "*", (_key, { done }) => seen.push(done)));
  connection.nc.publish("progress.demo.task", "{");
  publishProgress(connection, newRecord(), progress(3));
  await eventuallyTrue("the good one", () => seen.length === 1);
  expect(seen).toEqual([3]);
});

test("the monitor is asked for the last progress; without one there is none", async () => {
  const store = await startStore({ queues: [] });
  const known = keyOf(newRecord());
  const last = progress(7);
  const monitor = await connectTo(store.nats);
  const end = answerProgress(monitor, (key) => (key.id === known.id ? last : undefined));
  await monitor.nc.flush();
  expect(await lastProgress(store.connection, known)).toEqual(last);
  expect(await lastProgress(store.connection, newRecord())).toBeUndefined();
  end();
  await monitor.nc.flush();
  expect(await lastProgress(store.connection, known)).toBeUndefined();
});

import { expect, test } from "vitest";
import { publishProgress } from "../../../jetstream/progress.ts";
import { failure, submission } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway } from "./start-gateway.ts";

const ERROR = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
const LATER = new Date(Date.now() + 3_600_000).toISOString();

test("a watch shows every event in order, also those that were replaced before they could be read", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const watch = running.api.watch(taskId);
  expect(await watch.next()).toMatchObject({ number: 1, type: "SUBMITTED", state: "QUEUED" });
  await record(running, taskId, { type: "started" });
  await record(running, taskId, {
    type: "retry_scheduled",
    error: ERROR,
    reason: ERROR.reason,
    dueAt: LATER,
  });
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  const events = await watch.rest();
  expect(events.map(({ number, type, state, attempt }) => [number, type, state, attempt])).toEqual([
    [2, "STARTED", "RUNNING", 1],
    [3, "RETRY_SCHEDULED", "RETRYING", 1],
    [4, "STARTED", "RUNNING", 2],
    [5, "SUCCEEDED", "SUCCEEDED", 2],
  ]);
  expect(events[1]).toMatchObject({ error: { message: "no", attempt: 1 }, worker: "worker-1" });
  expect(events[1]?.dueTime).not.toBeNull();
});

test("a watch is resumed after any event, and ends at once when all has been seen", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "failed", error: ERROR, reason: ERROR.reason });
  for (const after of [0, 1, 2, 3]) {
    const numbers = (await running.api.watch(taskId, after).rest()).map(({ number }) => number);
    expect(numbers).toEqual([1, 2, 3].slice(after));
  }
});

test("progress comes in between, and only that of the attempt that runs", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  const watch = running.api.watch(taskId, 1);
  expect(await watch.next()).toMatchObject({ number: 2, type: "STARTED" });
  const key = { project: "acme", id: taskId };
  const said = { attempt: 1, done: 3, total: 10, message: "reading", time: new Date().toISOString() };
  // The watch follows progress once it has shown what there was; until then nothing is promised.
  const timer = setInterval(() => {
    publishProgress(running.connection, key, { ...said, attempt: 7, done: 99 });
    publishProgress(running.connection, key, said);
  }, 20);
  const progress = await watch.next();
  clearInterval(timer);
  expect(progress).toMatchObject({ number: 2, type: "PROGRESS", attempt: 1, state: "RUNNING" });
  expect(progress?.progress).toMatchObject({ done: 3, total: 10, message: "reading" });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  expect((await watch.rest()).at(-1)).toMatchObject({ number: 3, type: "SUCCEEDED" });
});

test("a watch goes on after a restart of NATS, without a gap", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const watch = running.api.watch(taskId);
  await watch.next();
  await record(running, taskId, { type: "started" });
  await running.nats.restart();
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  expect((await watch.rest()).map(({ number }) => number)).toEqual([2, 3]);
});

test("a watch of a record that is deleted ends with TASK_NOT_FOUND", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const { connection } = running;
  const watch = running.api.watch(taskId);
  await watch.next();
  await record(running, taskId, { type: "started" });
  await watch.next();
  await connection.jsm.streams.purge("TASKS");
  await connection.jsm.streams.purge("EVENTS");
  // What an expiry does not say by itself, the watch finds when it looks again.
  expect((await failure(watch.rest())).reason).toBe("TASK_NOT_FOUND");
});

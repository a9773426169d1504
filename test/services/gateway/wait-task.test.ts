import { expect, test } from "vitest";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway } from "./start-gateway.ts";

test("a wait ends when the task ends, with its result", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const waited = running.api.wait({ taskId });
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "succeeded" }, { result: { sum: 42 } });
  const task = await waited;
  expect(task.state).toBe("SUCCEEDED");
  expect(task.outcome).toBe("result");
  expect(task.result?.structValue?.fields["sum"]?.numberValue).toBe(42);
});

test("a hundred waits on one task all end with it", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const waits = Array.from({ length: 100 }, () => running.api.wait({ taskId }));
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "failed", reason: "HANDLER_ERROR" });
  const states = (await Promise.all(waits)).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["FAILED"]));
});

test("a wait whose time is up is answered with the task as it is then", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  expect((await running.api.wait({ taskId, timeout: { seconds: 0 } })).state).toBe("QUEUED");
  const waited = running.api.wait({ taskId, timeout: { nanos: 500_000_000 } });
  await record(running, taskId, { type: "started" });
  expect((await waited).state).toBe("RUNNING");
});

test("a wait is answered before the deadline of its call, however long its timeout", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const hasty = apiOf(running.client, withKey(running.key), 1_000);
  expect((await hasty.wait({ taskId, timeout: { seconds: 600 } })).state).toBe("QUEUED");
});

test("a task that has ended, and one that is not there, are answered at once", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "cancelled" });
  expect((await running.api.wait({ taskId })).state).toBe("CANCELLED");
  const error = await failure(running.api.wait({ taskId: "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64" }));
  expect(error.reason).toBe("TASK_NOT_FOUND");
});

test("a wait outlives a restart of NATS", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const waited = running.api.wait({ taskId });
  await record(running, taskId, { type: "started" });
  await running.nats.restart();
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  expect((await waited).state).toBe("SUCCEEDED");
});

test("a gateway that stops ends its waits, so that another one can answer", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  const waited = failure(running.api.wait({ taskId }));
  // Answered after the wait has begun: both travel on one connection, in order.
  await running.api.get({ taskId });
  await running.gateway.stop();
  const error = await waited;
  expect([error.status, error.reason]).toEqual(["UNAVAILABLE", "SHUTTING_DOWN"]);
});

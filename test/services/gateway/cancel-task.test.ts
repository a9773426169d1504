import { expect, test } from "vitest";
import { failure, submission } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway } from "./start-gateway.ts";

const LATER = new Date(Date.now() + 3_600_000).toISOString();

test("a task that waits is cancelled at once, and its message is gone", async () => {
  const { api, connection, key } = await startGateway();
  const { taskId } = await api.submit(submission("echo", 1));
  const task = await api.cancel({ taskId, reason: "no longer needed" });
  expect(task).toMatchObject({ state: "CANCELLED", stateReason: "no longer needed", attempt: 0 });
  expect(task.expireTime).not.toBeNull();
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
  const stored = await connection.jsm.streams.getMessage("EVENTS", { last_by_subj: `events.acme.${taskId}` });
  const { timeline } = stored?.json<{ timeline: { type: string; by?: string }[] }>() ?? {};
  expect(timeline?.at(-1)).toMatchObject({
    type: "cancelled",
    by: key.slice(4, 20),
    message: "no longer needed",
  });
});

test("a task that waits for its time, or for a retry, is cancelled and its schedule is gone", async () => {
  const running = await startGateway();
  const delayed = await running.api.submit({ type: "echo", options: { delay: { seconds: 3_600 } } });
  expect((await running.api.cancel({ taskId: delayed.taskId })).state).toBe("CANCELLED");
  const retried = await running.api.submit(submission("echo", 1));
  await record(running, retried.taskId, { type: "started" });
  await record(running, retried.taskId, { type: "retry_scheduled", dueAt: LATER });
  expect((await running.api.cancel({ taskId: retried.taskId })).state).toBe("CANCELLED");
  expect((await running.connection.jsm.streams.info("TASKS")).state.messages).toBe(0);
});

test("a task that runs becomes CANCELLING", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started", worker: "worker-1" });
  expect(await running.api.cancel({ taskId, reason: "enough" })).toMatchObject({
    state: "CANCELLING",
    stateReason: "enough",
  });
  const types = (await running.api.get({ taskId })).timeline.map(({ type }) => type);
  expect(types).toEqual(["SUBMITTED", "STARTED", "CANCEL_REQUESTED"]);
});

test("cancelling again changes nothing, and ends with how long the stop took", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started", worker: "worker-1" });
  const first = await running.api.cancel({ taskId });
  expect((await running.api.cancel({ taskId })).timeline).toEqual(first.timeline);
  await record(running, taskId, { type: "cancelled", stopMs: 1_500 });
  const done = await running.api.cancel({ taskId });
  expect(done.state).toBe("CANCELLED");
  expect(done.timeline.at(-1)?.stopDuration).toEqual({ seconds: "1", nanos: 500_000_000 });
});

test("a task that has ended otherwise says how", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  const error = await failure(running.api.cancel({ taskId }));
  expect([error.status, error.reason]).toEqual(["FAILED_PRECONDITION", "TASK_FINISHED"]);
  expect(error.metadata["state"]).toBe("SUCCEEDED");
});

test("of a start and a cancel at the same time one wins, and the other sees it", async () => {
  const running = await startGateway();
  for (let i = 0; i < 20; i++) {
    const { taskId } = await running.api.submit(submission("echo", i));
    const started = record(running, taskId, { type: "started" }).then(
      () => true,
      () => false,
    );
    const task = await running.api.cancel({ taskId });
    expect(task.state).toBe((await started) ? "CANCELLING" : "CANCELLED");
  }
});

test("who cancelled what is kept", async () => {
  const { api, connection, key } = await startGateway();
  const { taskId } = await api.submit(submission("echo", 1));
  await api.cancel({ taskId, reason: "typo" });
  await expect
    .poll(async () => (await connection.jsm.streams.info("AUDIT")).state.messages, { timeout: 5_000 })
    .toBe(1);
  const entry = await connection.jsm.streams.getMessage("AUDIT", {
    last_by_subj: "audit.acme.CancelTask",
  });
  expect(entry?.json()).toMatchObject({
    project: "acme",
    action: "CancelTask",
    by: key.slice(4, 20),
    from: "127.0.0.1",
    resource: `tasks/${taskId}`,
    outcome: "OK",
    detail: { type: "echo", reason: "typo" },
  });
});

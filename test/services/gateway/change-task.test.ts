import { expect, test } from "vitest";
import { delayedSubject, HEADERS, STREAMS, taskSubject } from "../../../core/subject.ts";
import { getBatch } from "../../../jetstream/batch-get.ts";
import { jsonToValue } from "../../../proto/json-value.ts";
import { msToTimestamp } from "../../../proto/time.ts";
import { eventually } from "../../support/eventually.ts";
import { failure, submission } from "./api.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const HOUR = { seconds: 3_600 };

/** The messages of the only task there is: where each lies, and which record it starts from. */
async function messages({ connection }: TestGateway): Promise<{ subject: string; sequence: number }[]> {
  const request = { filter: ">", fromSequence: 1, messages: 100, bytes: 1024 ** 2 };
  const batch = await getBatch(connection, STREAMS.tasks, request);
  if (!batch.ok) throw new Error(batch.problem);
  return batch.messages.map(({ subject, header }) => ({
    subject,
    sequence: Number(header(HEADERS.recordSequence)),
  }));
}

const place = (id: string, priority: "high" | "normal" | "low" = "normal") =>
  taskSubject({ project: "acme", id, queue: "default", priority });

test("the time of a task is changed both ways, and one message is left, which starts from the newest record", async () => {
  const running = await startGateway();
  const { api } = running;
  const { taskId } = await api.submit(submission("echo", 1));
  const later = await api.update({ taskId, delay: HOUR });
  expect(later).toMatchObject({ state: "SCHEDULED", attempt: 0 });
  const delayed = delayedSubject({ project: "acme", id: taskId });
  expect(await messages(running)).toEqual([{ subject: delayed, sequence: 1 }]);

  const at = Date.now() + 7_200_000;
  const laterStill = await api.update({ taskId, scheduleTime: msToTimestamp(at) });
  expect(laterStill.scheduleTime).toEqual(msToTimestamp(at));
  expect(await messages(running)).toEqual([{ subject: delayed, sequence: 2 }]);

  const now = await api.update({ taskId, delay: { seconds: 0 } });
  expect(now).toMatchObject({ state: "QUEUED", scheduleTime: null });
  expect(await messages(running)).toEqual([{ subject: place(taskId), sequence: 3 }]);
  const { timeline } = await api.get({ taskId });
  expect(timeline.map(({ type, state }) => [type, state])).toEqual([
    ["SUBMITTED", "QUEUED"],
    ["SCHEDULED", "SCHEDULED"],
    ["SCHEDULED", "SCHEDULED"],
    ["REQUEUED", "QUEUED"],
  ]);
  expect(timeline[3]).toMatchObject({ by: running.key.slice(4, 20), message: "changed: delay" });
});

test("priority, payload and labels of a task are changed, and its old message is gone", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(
    submission("echo", 1, { labels: { team: "search", kind: "test" } }),
  );
  const updated = await running.api.update({
    taskId,
    priority: "HIGH",
    payload: jsonToValue({ n: 2 }),
    labels: { team: "ads", kind: "", new: "yes" },
  });
  expect(updated).toMatchObject({ state: "QUEUED", priority: "HIGH", labels: { team: "ads", new: "yes" } });
  expect((await running.api.get({ taskId })).payload).toMatchObject(jsonToValue({ n: 2 }));
  expect(await messages(running)).toEqual([{ subject: place(taskId, "high"), sequence: 1 }]);

  await running.api.update({ taskId, payloadBytes: { data: Buffer.from("x"), contentType: "text/plain" } });
  expect((await running.api.get({ taskId })).payloadBytes?.contentType).toBe("text/plain");
  await running.api.update({ taskId, payload: jsonToValue(null) });
  expect(await running.api.get({ taskId })).toMatchObject({ body: "payload", payload: jsonToValue(null) });
});

test("a change that keeps the time of a scheduled task keeps it scheduled", async () => {
  const running = await startGateway();
  const { taskId, scheduleTime } = await running.api.submit(
    submission("echo", 1, { options: { delay: HOUR } }),
  );
  const updated = await running.api.update({ taskId, priority: "LOW" });
  expect(updated).toMatchObject({ state: "SCHEDULED", priority: "LOW", scheduleTime });
});

const MIB = 1024 ** 2;

test("what is wrong with a change is said, and nothing is changed", async () => {
  const { api } = await startGateway({ payloadMaxBytes: "1MiB" });
  const { taskId } = await api.submit(submission("gather", { source: "a" }));
  const payload = jsonToValue({ source: 1 });
  const wrong = [
    [{ taskId }, "FIELD_INVALID", /changes nothing: set delay/],
    [{ taskId, payload }, "PAYLOAD_INVALID", /payload.source is 1/],
    [{ taskId, delay: { seconds: -1 } }, "FIELD_INVALID", /^delay: is negative/],
    [{ taskId, delay: { seconds: 400 * 86_400 } }, "FIELD_INVALID", /^delay: is 400d/],
    [{ taskId, labels: { "No!": "x" } }, "FIELD_INVALID", /the key "No!" is no name/],
    [{ taskId, payload: jsonToValue({ source: "x".repeat(MIB) }) }, "PAYLOAD_TOO_LARGE", /at most 1048576/],
  ] as const;
  for (const [request, reason, message] of wrong) {
    const error = await failure(api.update(request));
    expect([error.reason, error.message]).toEqual([reason, expect.stringMatching(message)]);
  }
  expect((await api.get({ taskId })).timeline).toHaveLength(1);
});

test("a task that runs or has ended is not changed and not started, and the state is said", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  for (const call of [running.api.update({ taskId, priority: "HIGH" }), running.api.run({ taskId })]) {
    expect(await failure(call)).toMatchObject({
      status: "FAILED_PRECONDITION",
      reason: "TASK_STARTED",
      metadata: { state: "RUNNING", attempt: "1" },
    });
  }
  expect(await failure(running.api.retry({ taskId }))).toMatchObject({
    reason: "TASK_NOT_FINISHED",
    metadata: { state: "RUNNING" },
  });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  const { api } = running;
  for (const call of [api.update({ taskId, priority: "HIGH" }), api.run({ taskId }), api.retry({ taskId })]) {
    expect(await failure(call)).toMatchObject({ reason: "TASK_FINISHED", metadata: { state: "SUCCEEDED" } });
  }
});

test("a task that waits for its time or its retry starts now; one in line stays as it is", async () => {
  const running = await startGateway();
  const { api } = running;
  const scheduled = await api.submit(submission("echo", 1, { options: { delay: HOUR } }));
  expect(await api.run({ taskId: scheduled.taskId })).toMatchObject({ state: "QUEUED" });
  expect(await messages(running)).toEqual([{ subject: place(scheduled.taskId), sequence: 1 }]);
  const again = await api.run({ taskId: scheduled.taskId });
  expect(again.timeline.map(({ type }) => type)).toEqual(["SUBMITTED", "SCHEDULED", "REQUEUED"]);
  await api.cancel({ taskId: scheduled.taskId });

  const { taskId } = await api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await record(running, taskId, { type: "retry_scheduled", dueAt });
  expect(await api.run({ taskId })).toMatchObject({ state: "QUEUED", attempt: 1, nextAttemptTime: null });
});

test("a task that has failed is done again: same id, a new budget, and its history", async () => {
  const running = await startGateway();
  const { api } = running;
  const { taskId, maxAttempts } = await api.submit(submission("echo", 1));
  await record(running, taskId, { type: "started" });
  const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
  await record(running, taskId, { type: "failed", reason: "HANDLER_ERROR", error });
  const retried = await api.retry({ taskId, reason: "the disk is back", payload: jsonToValue(2) });
  expect(retried).toMatchObject({
    state: "QUEUED",
    stateReason: "",
    attempt: 1,
    maxAttempts: 1 + maxAttempts,
    finishTime: null,
    expireTime: null,
  });
  expect(retried.outcome).toBeUndefined();
  expect(retried.timeline.map(({ type }) => type)).toEqual(["SUBMITTED", "STARTED", "FAILED", "REQUEUED"]);
  expect(retried.timeline[2]?.error?.message).toBe("no");
  expect(retried.timeline[3]).toMatchObject({ by: running.key.slice(4, 20), message: "the disk is back" });
  expect((await api.get({ taskId })).payload).toMatchObject(jsonToValue(2));
  // The record does not expire any more as that of the failed task would have.
  const stored = await running.connection.jsm.streams.getMessage("EVENTS", {
    last_by_subj: `events.acme.${taskId}`,
  });
  expect(stored?.header.get("Nats-TTL")).toBe("");
  const audit = await eventually("the entry in the audit", () =>
    running.connection.jsm.streams
      .getMessage("AUDIT", { last_by_subj: "audit.acme.RetryTask" })
      .then((entry) => entry ?? undefined)
      .catch(() => undefined),
  );
  expect(audit.json()).toMatchObject({
    resource: `tasks/${taskId}`,
    detail: { type: "echo", reason: "the disk is back" },
  });
});

test("a task that was cancelled or expired is done again, with as long to start as it had", async () => {
  const running = await startGateway();
  const { api } = running;
  const options = { startTimeout: { seconds: 60 } };
  const { taskId } = await api.submit(submission("echo", 1, { options }));
  await api.cancel({ taskId });
  const before = Date.now();
  expect(await api.retry({ taskId })).toMatchObject({ state: "QUEUED", attempt: 0 });
  const read = await running.records.read({ project: "acme", id: taskId });
  const startBy = read.ok ? Date.parse(read.stored?.record.options.startBy ?? "") : 0;
  expect(startBy).toBeGreaterThanOrEqual(before + 60_000);
  await record(running, taskId, { type: "expired" });
  expect(await api.retry({ taskId })).toMatchObject({ state: "QUEUED" });
});

test("of two who ask for a task to be done again, one does it and the other is told", async () => {
  const running = await startGateway();
  for (let i = 0; i < 10; i++) {
    const { taskId } = await running.api.submit(submission("echo", i));
    await running.api.cancel({ taskId });
    const results = await Promise.allSettled([1, 2, 3].map(() => running.api.retry({ taskId })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await messages(running)).toHaveLength(1);
    await running.api.cancel({ taskId });
  }
});

test("of a change, a cancel and a start at the same time each sees what the others have done", async () => {
  const running = await startGateway();
  for (let i = 0; i < 20; i++) {
    const { taskId } = await running.api.submit(submission("echo", i));
    const [update, cancel, start] = await Promise.allSettled([
      running.api.update({ taskId, delay: HOUR }),
      running.api.cancel({ taskId }),
      record(running, taskId, { type: "started" }),
    ]);
    expect(cancel.status).toBe("fulfilled");
    const { state, timeline } = await running.api.get({ taskId });
    const types = timeline.map(({ type }) => type);
    expect(state).toBe(start.status === "fulfilled" ? "CANCELLING" : "CANCELLED");
    expect(types.includes("SCHEDULED")).toBe(update.status === "fulfilled");
    if (state === "CANCELLED") expect(await messages(running)).toEqual([]);
    else await running.connection.jsm.streams.purge("TASKS");
  }
});

test("watching goes on where it ended when the task is done again", async () => {
  const running = await startGateway();
  const { taskId } = await running.api.submit(submission("echo", 1));
  await running.api.cancel({ taskId });
  const seen = await running.api.watch(taskId).rest();
  expect(seen.map(({ type }) => type)).toEqual(["SUBMITTED", "CANCELLED"]);
  await running.api.retry({ taskId });
  const watch = running.api.watch(taskId, 2);
  expect(await watch.next()).toMatchObject({ number: 3, type: "REQUEUED", state: "QUEUED" });
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  expect((await watch.rest()).map(({ type }) => type)).toEqual(["STARTED", "SUCCEEDED"]);
});

test("a task with a unique key is done again only while no other task holds it, and holds it again then", async () => {
  const running = await startGateway();
  const { api } = running;
  const unique = submission("echo", 1, { options: { uniqueKey: "report", uniquePolicy: "FAIL" } });
  const { taskId } = await api.submit(unique);
  await api.cancel({ taskId });
  const other = await api.submit(unique);
  expect(await failure(api.retry({ taskId }))).toMatchObject({
    reason: "UNIQUE_KEY_HELD",
    metadata: { task_id: other.taskId, state: "QUEUED" },
  });
  expect((await api.get({ taskId })).timeline).toHaveLength(2);

  await api.cancel({ taskId: other.taskId });
  expect(await api.retry({ taskId })).toMatchObject({ state: "QUEUED" });
  expect(await failure(api.submit(unique))).toMatchObject({
    reason: "UNIQUE_KEY_HELD",
    metadata: { task_id: taskId },
  });
});

test("of submissions and retries that race for a unique key one has it", async () => {
  const running = await startGateway();
  const { api } = running;
  for (let i = 0; i < 15; i++) {
    const unique = submission("echo", i, { options: { uniqueKey: `k${i}`, uniquePolicy: "FAIL" } });
    const { taskId } = await api.submit(unique);
    await api.cancel({ taskId });
    const results = await Promise.allSettled([api.submit(unique), api.retry({ taskId }), api.submit(unique)]);
    const { tasks } = await api.list({ filter: "state = QUEUED" });
    expect(tasks).toHaveLength(1);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await messages(running)).toHaveLength(1);
    await api.cancel({ taskId: String(tasks[0]?.taskId) });
  }
});

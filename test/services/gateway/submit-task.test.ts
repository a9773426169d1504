import { expect, test } from "vitest";
import type { TaskRecord } from "../../../core/task.ts";
import { TASK_TYPE_DEFAULTS } from "../../../core/task-type.ts";
import { createTaskId } from "../../../services/gateway/task-id.ts";
import { apiOf, failure, submission, withKey } from "./api.ts";
import { startGateway } from "./start-gateway.ts";

/** Of an id that was just made the publish tells whether it is taken; any other is looked up first. */
const AGES = [
  ["this moment", 0],
  ["an hour ago", 3_600_000],
] as const;

test("a submitted task is shown with what its type fills in", async () => {
  const { api } = await startGateway();
  const task = await api.submit(submission("gather", { source: "." }, { labels: { team: "search" } }));
  expect(task).toMatchObject({ state: "QUEUED", queue: "heavy", priority: "HIGH", project: "acme" });
  expect(task).toMatchObject({ attempt: 0, maxAttempts: 4, labels: { team: "search" } });
  expect(task.body).toBeUndefined();
  expect(task.timeline.map(({ type, state }) => [type, state])).toEqual([["SUBMITTED", "QUEUED"]]);

  const full = await api.get({ taskId: task.taskId });
  expect(full.payload?.structValue?.fields["source"]?.stringValue).toBe(".");
  expect(full.traceId).toBe(task.taskId.replaceAll("-", ""));
});

test("a delayed task is SCHEDULED, and is found by its id", async () => {
  const { api } = await startGateway();
  const { taskId } = await api.submit({
    type: "echo",
    options: { delay: { seconds: 3_600 }, start: "delay" },
  });
  const task = await api.get({ taskId, view: "BASIC" });
  expect(task.state).toBe("SCHEDULED");
  expect(Number(task.scheduleTime?.seconds) - Number(task.createTime?.seconds)).toBe(3_600);
  expect(task.timeline.map(({ type, state }) => [type, state])).toEqual([
    ["SUBMITTED", "QUEUED"],
    ["SCHEDULED", "SCHEDULED"],
  ]);
});

test("bytes come back as bytes, JSON in bytes as JSON, and JSON too deep for a Value as bytes", async () => {
  const { api } = await startGateway();
  const show = async (data: string, contentType: string) => {
    const { taskId } = await api.submit({
      type: "echo",
      payloadBytes: { data: Buffer.from(data), contentType },
    });
    return api.get({ taskId });
  };
  const image = await show("\u0000\u00ff", "image/png");
  expect([image.payloadBytes?.data.toString(), image.payloadBytes?.contentType]).toEqual([
    "\u0000\u00ff",
    "image/png",
  ]);
  expect((await show("[1]", "application/vnd.x+json")).payload?.listValue?.values[0]?.numberValue).toBe(1);
  const deep = `${"[".repeat(50)}${"]".repeat(50)}`;
  const shown = await show(deep, "application/json; charset=utf-8");
  expect([shown.payloadBytes?.data.toString(), shown.payloadBytes?.contentType]).toEqual([
    deep,
    "application/json",
  ]);
});

test.each(AGES)(
  "the same submission again is answered with the task that exists, whatever the order of its keys (an id of %s)",
  async (_age, ageMs) => {
    const { api, connection } = await startGateway();
    const taskId = createTaskId(Date.now() - ageMs);
    const first = await api.submit(submission("echo", { a: 1, b: { c: 2, d: 3 } }, { taskId }));
    const again = await api.submit(
      submission("echo", { b: { d: 3, c: 2 }, a: 1 }, { taskId: taskId.toUpperCase() }),
    );
    expect(again).toEqual(first);
    expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(1);
  },
);

test.each(AGES)(
  "the same id with another payload or type is refused with both digests (an id of %s)",
  async (_age, ageMs) => {
    const { api } = await startGateway();
    const taskId = createTaskId(Date.now() - ageMs);
    await api.submit(submission("echo", { a: 1 }, { taskId }));
    const error = await failure(api.submit(submission("echo", { a: 2 }, { taskId })));
    expect([error.status, error.reason]).toEqual(["ALREADY_EXISTS", "TASK_EXISTS"]);
    const { given_digest: given, stored_digest: stored } = error.metadata;
    expect(given).toMatch(/^[0-9a-f]{16}$/);
    expect(stored).toMatch(/^[0-9a-f]{16}$/);
    expect(given).not.toBe(stored);
  },
);

test.each(AGES)(
  "of the same id submitted ten times at once, one task is stored and all are answered with it (an id of %s)",
  async (_age, ageMs) => {
    const { api, connection } = await startGateway();
    const taskId = createTaskId(Date.now() - ageMs);
    const tasks = await Promise.all(
      Array.from({ length: 10 }, () => api.submit(submission("echo", 1, { taskId }))),
    );
    expect(new Set(tasks.map((task) => JSON.stringify(task))).size).toBe(1);
    expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(1);
  },
);

test("the trace of the caller goes on in the task", async () => {
  const { client, key } = await startGateway();
  const metadata = withKey(key);
  metadata.set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  const task = await apiOf(client, metadata).submit({ type: "echo" });
  expect(task.traceId).toBe("4bf92f3577b34da6a3ce929d0e0e4736");
});

test("a task may differ from its type: another queue and priority, stricter limits, other retries", async () => {
  const { api, connection } = await startGateway();
  const { taskId } = await api.submit(
    submission("echo", 1, {
      queue: "heavy",
      priority: "LOW",
      options: {
        softLimit: { seconds: 5 },
        hardLimit: { seconds: 10 },
        startTimeout: { seconds: 60 },
        resultTtl: { seconds: 90 },
        retry: { maxRetries: 1, backoff: [{ seconds: 1 }], jitter: "NONE" },
      },
    }),
  );
  const subject = `tasks.heavy.low.acme.${taskId}`;
  const stored = await connection.jsm.streams.getMessage("TASKS", { last_by_subj: subject });
  const { options, createdAt, maxAttempts } = stored?.json<TaskRecord>() ?? {};
  expect(options).toEqual({
    softLimitMs: 5_000,
    hardLimitMs: 10_000,
    startTimeoutMs: 60_000,
    startBy: new Date(Date.parse(createdAt ?? "") + 60_000).toISOString(),
    resultTtlMs: 90_000,
    failedTtlMs: TASK_TYPE_DEFAULTS.failedTtlMs,
    retry: { maxRetries: 1, backoffMs: [1_000], jitter: "none" },
  });
  expect(maxAttempts).toBe(2);
});

test("a hard limit below the type's soft limit pulls the soft limit down with it", async () => {
  const { api, connection } = await startGateway();
  const { taskId } = await api.submit({ type: "echo", options: { hardLimit: { seconds: 30 } } });
  const subject = `tasks.default.normal.acme.${taskId}`;
  const stored = await connection.jsm.streams.getMessage("TASKS", { last_by_subj: subject });
  expect(stored?.json<TaskRecord>().options).toMatchObject({ softLimitMs: 30_000, hardLimitMs: 30_000 });
});

test("a task is found in a queue that its type has left", async () => {
  const { api, registerType } = await startGateway();
  await registerType({ type: "moves", queue: "heavy" });
  const { taskId } = await api.submit({ type: "moves" });
  await registerType({ type: "moves", queue: "default" });
  await registerType({ type: "gather", queue: "default" });
  expect((await api.get({ taskId })).queue).toBe("heavy");
});

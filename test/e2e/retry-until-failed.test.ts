import { expect, test } from "vitest";
import type { TaskEvent } from "../../sdk/task.ts";
import { startStack } from "../support/start-stack.ts";

const inline = { type: "inline_puppet" } as const;

async function startWithWorker() {
  const stack = await startStack();
  await stack.startWorker({ types: ["inline_puppet"] });
  return stack.client;
}

const typesOf = (timeline: readonly TaskEvent[]) => timeline.map(({ type, attempt }) => `${type} ${attempt}`);

test("a task that fails every time is tried as often as its policy says; the timeline has the error of each attempt", async () => {
  const client = await startWithWorker();
  const payload = { acts: [{ do: "throw", message: "no disk" }] };

  const { taskId } = await client.submitTask({ ...inline, payload });
  const { timeline, ...task } = await client.waitTask(taskId);

  expect(task).toMatchObject({
    state: "FAILED",
    stateReason: "HANDLER_ERROR",
    attempt: 3,
    maxAttempts: 3,
    error: { name: "Error", message: "no disk", reason: "HANDLER_ERROR", attempt: 3 },
  });
  expect(typesOf(timeline)).toEqual([
    "SUBMITTED 0",
    "STARTED 1",
    "RETRY_SCHEDULED 1",
    "STARTED 2",
    "RETRY_SCHEDULED 2",
    "STARTED 3",
    "FAILED 3",
  ]);
  const errors = timeline.filter(({ error }) => error !== undefined);
  expect(errors.map(({ error }) => [error?.attempt, error?.message])).toEqual([
    [1, "no disk"],
    [2, "no disk"],
    [3, "no disk"],
  ]);
  expect(errors[0]?.error?.stack).toContain("no disk");
  // Seven days, which is how long failed tasks are kept to be looked into.
  expect(Number(task.expireTime) - Number(task.finishTime)).toBe(7 * 86_400_000);
});

test("each retry comes no sooner than its delay, and little later", async () => {
  const client = await startWithWorker();
  const backoffMs = [300, 100, 600];
  const retry = { maxRetries: 3, backoffMs, jitter: "none" } as const;
  const payload = { acts: [{ do: "throw", message: "no" }] };

  const { taskId } = await client.submitTask({ ...inline, payload, retry });
  const { timeline } = await client.waitTask(taskId);

  const retries = timeline.filter(({ type }) => type === "RETRY_SCHEDULED");
  expect(retries.map(({ time, dueTime }) => Number(dueTime) - Number(time))).toEqual(backoffMs);
  const starts = timeline.filter(({ type }) => type === "STARTED").slice(1);
  const lateBy = starts.map(({ time }, i) => Number(time) - Number(retries[i]?.dueTime));
  for (const ms of lateBy) {
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThan(1_500);
  }
});

test("a task that succeeds at last has a result and no error; its timeline still tells of the failures", async () => {
  const client = await startWithWorker();
  const acts = [
    { do: "throw", message: "not yet", times: 1 },
    { do: "return", result: 42 },
  ];

  const { taskId } = await client.submitTask({ ...inline, payload: { acts } });
  const task = await client.waitTask(taskId);

  expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 2, result: 42 });
  expect(task).not.toHaveProperty("error");
  expect(task.timeline[2]).toMatchObject({ type: "RETRY_SCHEDULED", error: { message: "not yet" } });
});

test("an error that no retry can mend ends the task at once", async () => {
  const client = await startWithWorker();
  const { taskId } = await client.submitTask({
    ...inline,
    payload: { acts: [{ do: "give_up", message: "bad" }] },
  });

  const task = await client.waitTask(taskId);

  expect(task).toMatchObject({
    state: "FAILED",
    attempt: 1,
    error: { name: "NonRetryableError", message: "bad" },
  });
  expect(typesOf(task.timeline)).toEqual(["SUBMITTED 0", "STARTED 1", "FAILED 1"]);
});

test("a handler may name the delay of its retry", async () => {
  const client = await startWithWorker();
  const acts = [
    { do: "retry_later", delay: "200ms" },
    { do: "return", result: "ok" },
  ];
  const { taskId } = await client.submitTask({ ...inline, payload: { acts } });

  const { timeline, ...task } = await client.waitTask(taskId);

  expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 2, maxAttempts: 3 });
  expect(Number(timeline[2]?.dueTime) - Number(timeline[2]?.time)).toBe(200);
});

test("a task that is put off waits again as SCHEDULED, and no attempt is used up", async () => {
  const client = await startWithWorker();
  const acts = [
    { do: "snooze", delay: "200ms" },
    { do: "return", result: "ok" },
  ];
  const { taskId } = await client.submitTask({ ...inline, payload: { acts }, retry: { maxRetries: 0 } });

  const task = await client.waitTask(taskId);

  expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 2, maxAttempts: 2, result: "ok" });
  expect(task.timeline[2]).toMatchObject({ type: "SCHEDULED", reason: "SNOOZED", state: "SCHEDULED" });
});

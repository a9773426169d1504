import { expect, test } from "vitest";
import { withClockOffBy } from "../support/clock-off.ts";
import { spawnScheduler } from "../support/spawn-scheduler.ts";
import { spawnWorker } from "../support/spawn-worker.ts";
import { PUPPETS, startStack } from "../support/start-stack.ts";

const HOUR_MS = 3_600_000;

test.each([
  ["ahead", HOUR_MS],
  ["behind", -HOUR_MS],
])(
  "a worker whose clock is an hour %s expires nothing, and tries again neither late nor early",
  async (_, offMs) => {
    const stack = await startStack({ scheduler: false });
    const env = { LONGSHORE_NATS_URL: stack.nats.url, LONGSHORE_LEASE: `${stack.leaseMs}ms` };
    spawnWorker({ ...env, ...withClockOffBy(offMs) }, [PUPPETS]);
    const { taskId } = await stack.client.submitTask({
      type: "inline_puppet",
      payload: { acts: [{ do: "throw", message: "not yet", times: 1 }, { do: "read_context" }] },
      retry: { maxRetries: 1, backoffMs: [2_000], jitter: "none" },
      startTimeoutMs: 600_000,
      totalTimeoutMs: 1_200_000,
    });
    const late = await stack.client.submitTask({ type: "inline_puppet", startTimeoutMs: 1, delayMs: 1 });
    const task = await stack.client.waitTask(taskId, { timeoutMs: 60_000 });
    expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 2 });
    const [failed, again] = task.timeline
      .filter(({ type }) => type === "RETRY_SCHEDULED" || type === "STARTED")
      .slice(1);
    // A worker knows the time of the store to half the time that an answer of the store takes.
    expect(again?.time.getTime()).toBeGreaterThan((failed?.dueTime?.getTime() ?? Infinity) - 1_000);
    expect(Math.abs((task.startTime?.getTime() ?? 0) - task.createTime.getTime())).toBeLessThan(HOUR_MS / 2);
    expect(await stack.client.waitTask(late.taskId)).toMatchObject({ state: "EXPIRED" });
  },
);

test.each([
  ["ahead", HOUR_MS],
  ["behind", -HOUR_MS],
])("a scheduler whose clock is an hour %s expires what is late and nothing else", async (_, offMs) => {
  const stack = await startStack({ scheduler: false });
  const env = { LONGSHORE_NATS_URL: stack.nats.url, LONGSHORE_LEASE: `${stack.leaseMs}ms` };
  await spawnScheduler({ ...env, ...withClockOffBy(offMs) }).line(/scheduler started/);
  const inTime = await stack.client.submitTask({ type: "inline_puppet", startTimeoutMs: 600_000 });
  const delayed = await stack.client.submitTask({
    type: "inline_puppet",
    delayMs: 600_000,
    totalTimeoutMs: 1,
  });
  const late = await stack.client.submitTask({ type: "inline_puppet", startTimeoutMs: 200 });
  const expired = await stack.recordWhen(late.taskId, ({ state }) => state === "EXPIRED");
  expect(Math.abs(Date.parse(expired.finishedAt ?? "") - Date.parse(expired.createdAt))).toBeLessThan(
    HOUR_MS / 2,
  );
  expect(await stack.client.getTask(inTime.taskId)).toMatchObject({ state: "QUEUED" });
  expect(await stack.client.getTask(delayed.taskId)).toMatchObject({ state: "SCHEDULED" });
});

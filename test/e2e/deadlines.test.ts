import { join } from "node:path";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { readLedger, type Stack, startScheduler, startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const type = "puppet";
const hang = { acts: [{ do: "wait_for_file", path: "/nowhere" }] };
const isEnd = ({ state }: { readonly state: string }) => state === "FAILED" || state === "EXPIRED";

/** How many timers there are, those included that have fired and are not done with. */
async function countTimers({ connection }: Stack): Promise<number> {
  return (await connection.jsm.streams.info("TIMERS")).state.messages;
}

async function countWaiting({ connection }: Stack): Promise<number> {
  return (await connection.jsm.streams.info("TASKS")).state.messages;
}

test("a task that does not start in time expires with no worker at all, one submitted alone as one of a batch", async () => {
  const stack = await startStack();
  const alone = await stack.client.submitTask({ type, startTimeoutMs: 100 });
  const [batched] = await stack.client.submitTasks([{ type, delayMs: 100, startTimeoutMs: 100 }]);
  const ids = [alone.taskId, batched?.ok === true ? batched.task.taskId : ""];
  for (const id of ids) {
    const record = await stack.recordWhen(id, isEnd);
    expect(record).toMatchObject({ state: "EXPIRED", reason: "START_TIMEOUT", attempt: 0 });
    expect(Date.parse(record.finishedAt ?? "")).toBeGreaterThanOrEqual(
      Date.parse(record.options.startBy ?? ""),
    );
  }
  await eventuallyTrue("the messages are out of line", async () => (await countWaiting(stack)) === 0);
});

test("a task has its time over all attempts: one fails, one fails again, the third is stopped and then killed", async () => {
  const stack = await startStack();
  await stack.startWorker();
  const acts = [{ do: "throw", message: "not yet", times: 2 }, ...hang.acts];
  const { taskId } = await stack.client.submitTask({ type, payload: { acts }, totalTimeoutMs: 2_000 });
  const record = await stack.recordWhen(taskId, isEnd);
  expect(record).toMatchObject({ state: "FAILED", reason: "DEADLINE_EXCEEDED", attempt: 3 });
  expect(record.error).toMatchObject({ name: "DeadlineExceeded", reason: "DEADLINE_EXCEEDED" });
  expect(storyOf(record)).toEqual([
    "submitted",
    "started 1",
    "retry_scheduled 1 HANDLER_ERROR",
    "started 2",
    "retry_scheduled 2 HANDLER_ERROR",
    "started 3",
    "cancel_requested 3 DEADLINE_EXCEEDED",
    "failed 3 DEADLINE_EXCEEDED",
  ]);
  expect(record.timeline.at(-2)).toMatchObject({ by: "scheduler" });
});

test("a task whose time is over while it waits for its next attempt fails, and leaves nothing behind", async () => {
  const stack = await startStack();
  await stack.startWorker();
  const ledger = join(temporaryFolder(), "ledger");
  const { taskId } = await stack.client.submitTask({
    type,
    payload: { acts: [{ do: "throw", message: "no" }], ledger },
    retry: { backoffMs: [60_000], jitter: "none" },
    totalTimeoutMs: 1_500,
  });
  const record = await stack.recordWhen(taskId, isEnd);
  expect(record).toMatchObject({ state: "FAILED", reason: "DEADLINE_EXCEEDED", attempt: 1 });
  expect(record.error?.causes).toEqual(["Error: no"]);
  expect(readLedger(ledger)).toHaveLength(1);
});

test("a scheduler that comes late keeps at once what is overdue, and two keep it once", async () => {
  const stack = await startStack({ scheduler: false });
  const submissions = Array.from({ length: 20 }, () => ({ type, startTimeoutMs: 50 }));
  const outcomes = await stack.client.submitTasks(submissions);
  // Due after all of them: once it is in line, they are overdue.
  await stack.startWorker({ types: ["inline_puppet"] });
  const later = await stack.client.submitTask({ type: "inline_puppet", payload: { acts: [] }, delayMs: 200 });
  await stack.client.waitTask(later.taskId);
  for (let i = 0; i < 2; i++) await startScheduler(stack.connection, stack);
  for (const outcome of outcomes) {
    const record = await stack.recordWhen(outcome.ok ? outcome.task.taskId : "", isEnd);
    expect(storyOf(record)).toEqual(["submitted", "expired START_TIMEOUT"]);
  }
});

test("deadlines that come while the store is killed are kept once it is back, by a scheduler that ran all the time", async () => {
  const stack = await startStack();
  const submissions = Array.from({ length: 200 }, (_, i) =>
    i % 2 === 0 ? { type, startTimeoutMs: 2_000 } : { type, totalTimeoutMs: 2_000 },
  );
  const outcomes = await stack.client.submitTasks(submissions);
  const ids = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.task.taskId] : []));
  expect(ids).toHaveLength(200);
  const first = await stack.client.getTask(ids[0] ?? "");
  await stack.nats.kill();
  const overdueInMs = (first.startByTime?.getTime() ?? 0) - Date.now();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, overdueInMs) + 200));
  await stack.nats.restart();
  for (const [i, id] of ids.entries()) {
    const record = await stack.recordWhen(id, isEnd);
    const end = i % 2 === 0 ? "expired START_TIMEOUT" : "failed DEADLINE_EXCEEDED";
    expect(storyOf(record)).toEqual(["submitted", end]);
  }
  await eventuallyTrue("the timers are gone", async () => (await countTimers(stack)) === 0);
  expect(await countWaiting(stack)).toBe(0);
});

test("a deadline that has moved is kept at its new time", async () => {
  const stack = await startStack();
  const { taskId } = await stack.client.submitTask({ type, delayMs: 200, startTimeoutMs: 200 });
  const moved = await stack.client.updateTask(taskId, { delayMs: 1_500 });
  const record = await stack.recordWhen(taskId, isEnd);
  expect(record).toMatchObject({ state: "EXPIRED" });
  expect(record.options.startBy).toBe(moved.startByTime?.toISOString());
  expect(Date.parse(record.finishedAt ?? "")).toBeGreaterThanOrEqual(
    moved.startByTime?.getTime() ?? Infinity,
  );
});

test("a task without a deadline sets no timer", async () => {
  const stack = await startStack();
  await stack.client.submitTask({ type, delayMs: 60_000 });
  expect(await countTimers(stack)).toBe(0);
  await stack.client.submitTask({ type, startTimeoutMs: 60_000, totalTimeoutMs: 60_000 });
  expect(await countTimers(stack)).toBe(2);
});

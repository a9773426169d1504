import { join } from "node:path";
import { expect, test } from "vitest";
import { STREAMS } from "../../core/subject.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { readLedger, type Stack, startScheduler, startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const inline = "inline_puppet";

/** Runs a task to its end after others of its queue have been cancelled: by then those would have run as well. */
async function runAnother({ client }: Stack): Promise<void> {
  const { taskId } = await client.submitTask({ type: inline, payload: { acts: [] } });
  expect(await client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED" });
}

/** Resolves when nothing is left in the queue; the last task's acknowledgement may still be on its way. */
async function untilEmpty({ connection }: Stack): Promise<void> {
  const messages = async () => (await connection.jsm.streams.info(STREAMS.tasks)).state.messages;
  await eventuallyTrue("nothing to be left in the queue", async () => (await messages()) === 0);
}

test("a task that is cancelled while it waits in the queue never runs", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  const { taskId } = await stack.client.submitTask({ type: inline, payload: { acts: [], ledger } });

  const cancelled = await stack.client.cancelTask(taskId, { reason: "not needed" });
  await stack.startWorker({ types: [inline] });
  await runAnother(stack);

  expect(cancelled).toMatchObject({ state: "CANCELLED", attempt: 0 });
  expect(cancelled.timeline.at(-1)).toMatchObject({ type: "CANCELLED", message: "not needed" });
  expect(readLedger(ledger)).toEqual([]);
  await untilEmpty(stack);
});

test("a task that is cancelled while it waits for its time never runs", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  await stack.startWorker({ types: [inline] });
  const scheduled = await stack.client.submitTask({
    type: inline,
    payload: { acts: [], ledger },
    delayMs: 500,
  });

  const cancelled = await stack.client.cancelTask(scheduled.taskId);
  // One that is due later still, and so shows that the other would have run.
  const later = await stack.client.submitTask({ type: inline, payload: { acts: [] }, delayMs: 700 });
  await stack.client.waitTask(later.taskId);

  expect(scheduled.state).toBe("SCHEDULED");
  expect(cancelled.state).toBe("CANCELLED");
  expect(readLedger(ledger)).toEqual([]);
  await untilEmpty(stack);
});

test("a task that is cancelled while it waits for its retry is not tried again", async () => {
  const stack = await startStack();
  const ledger = join(temporaryFolder(), "ledger");
  await stack.startWorker({ types: [inline] });
  const acts = [{ do: "throw", message: "no" }];
  const retry = { maxRetries: 2, backoffMs: [500], jitter: "none" } as const;
  const { taskId } = await stack.client.submitTask({ type: inline, payload: { acts, ledger }, retry });

  await stack.recordWhen(taskId, ({ state }) => state === "RETRYING");
  const cancelled = await stack.client.cancelTask(taskId);
  const later = await stack.client.submitTask({ type: inline, payload: { acts: [] }, delayMs: 700 });
  await stack.client.waitTask(later.taskId);

  expect(cancelled).toMatchObject({ state: "CANCELLED", attempt: 1, error: { message: "no" } });
  expect(readLedger(ledger)).toHaveLength(1);
  await untilEmpty(stack);
});

test.each([inline, "puppet"])(
  "a running handler that obeys ends as CANCELLED; who, why and how long it took are kept (%s)",
  async (type) => {
    const stack = await startStack();
    await stack.startWorker({ types: [type] });
    const { taskId } = await stack.client.submitTask({ type, payload: { acts: [{ do: "obey_stop" }] } });
    await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");

    const cancelling = await stack.client.cancelTask(taskId, { reason: "wrong input" });
    await stack.client.waitTask(taskId);
    const record = await stack.recordWhen(taskId, ({ state }) => state === "CANCELLED");

    expect(cancelling.state).toBe("CANCELLING");
    expect(storyOf(record)).toEqual(["submitted", "started 1", "cancel_requested 1", "cancelled 1"]);
    const who = { by: stack.keyId, message: "wrong input" };
    expect(record.timeline[2]).toMatchObject(who);
    expect(record.timeline[3]).toMatchObject({ ...who, error: { message: "stopped: CANCELLED" } });
    expect(record.timeline[3]?.stopMs).toBeLessThan(1_000);
  },
);

test("a running handler that ignores it is killed when its grace is over", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: ["puppet"], concurrency: 1 });
  const payload = { acts: [{ do: "block", ms: 20_000 }] };
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload });
  await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");

  await stack.client.cancelTask(taskId);
  const record = await stack.recordWhen(taskId, ({ state }) => state === "CANCELLED");

  const last = record.timeline.at(-1);
  expect(last).toMatchObject({ type: "cancelled", error: { name: "Killed", signal: "SIGKILL" } });
  expect(last?.stopMs).toBeGreaterThanOrEqual(999);
  expect(last?.stopMs).toBeLessThan(2_500);
  // Its slot serves the next task.
  const next = await stack.client.submitTask({ type: "puppet", payload: { acts: [] } });
  expect(await stack.client.waitTask(next.taskId)).toMatchObject({ state: "SUCCEEDED" });
});

test("what a cancelled handler still returns is kept", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [inline] });
  const payload = { acts: [{ do: "obey_stop", result: { partial: [1] } }] };
  const { taskId } = await stack.client.submitTask({ type: inline, payload });
  await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");

  await stack.client.cancelTask(taskId);

  expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "CANCELLED", result: { partial: [1] } });
});

test("a task that has ended stays as it is, and the caller is told", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [inline] });
  const { taskId } = await stack.client.submitTask({
    type: inline,
    payload: { acts: [{ do: "return", result: 1 }] },
  });
  await stack.client.waitTask(taskId);

  await expect(stack.client.cancelTask(taskId)).rejects.toMatchObject({ reason: "TASK_FINISHED" });
  expect(await stack.client.getTask(taskId)).toMatchObject({ state: "SUCCEEDED", result: 1 });
});

test("of a cancel and an end that meet, one wins, and everybody sees the same", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: [inline], concurrency: 20 });
  const payload = {
    acts: [
      { do: "block", ms: 1 },
      { do: "return", result: "done" },
    ],
  };
  const outcomes = await stack.client.submitTasks(
    Array.from({ length: 40 }, () => ({ type: inline, payload })),
  );
  const ids = outcomes.map((outcome) => (outcome.ok ? outcome.task.taskId : ""));

  const answers = await Promise.all(
    ids.map((id) =>
      stack.client.cancelTask(id).then(
        () => "cancelled",
        ({ reason }: { reason: string }) => reason,
      ),
    ),
  );
  const tasks = await Promise.all(ids.map((id) => stack.client.waitTask(id)));

  for (const [i, { state, timeline }] of tasks.entries()) {
    expect(state).toBe(answers[i] === "cancelled" ? "CANCELLED" : "SUCCEEDED");
    expect(timeline.filter(({ type }) => type === "CANCELLED" || type === "SUCCEEDED")).toHaveLength(1);
    expect(timeline.at(-1)?.type).toBe(state);
  }
});

test("a task whose worker was killed while it ran is cancelled within a lease, although no other worker is there", async () => {
  const stack = await startStack({ leaseMs: 1_000 });
  const ledger = join(temporaryFolder(), "ledger");
  const worker = stack.spawnWorker({ concurrency: 1 });
  await worker.line(/worker takes tasks/);
  const payload = { acts: [{ do: "block", ms: 60_000 }], ledger };
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload });
  await eventuallyTrue("the handler runs", () => readLedger(ledger).length === 1);
  worker.kill("SIGKILL");

  expect((await stack.client.cancelTask(taskId, { reason: "too late" })).state).toBe("CANCELLING");
  const task = await stack.client.waitTask(taskId, { timeoutMs: 20_000 });
  expect(task.state).toBe("CANCELLED");
  expect(task.timeline.at(-1)).toMatchObject({ type: "CANCELLED", message: "too late", by: stack.keyId });
  await untilEmpty(stack);
});

test("what is cancelled while no scheduler runs is stopped once one does", async () => {
  const stack = await startStack({ scheduler: false });
  await stack.startWorker({ types: [inline] });
  const { taskId } = await stack.client.submitTask({
    type: inline,
    payload: { acts: [{ do: "obey_stop" }] },
  });
  await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
  expect((await stack.client.cancelTask(taskId)).state).toBe("CANCELLING");
  await startScheduler(stack.connection, stack);
  expect((await stack.client.waitTask(taskId)).state).toBe("CANCELLED");
});

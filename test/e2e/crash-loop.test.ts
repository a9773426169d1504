import { expect, test } from "vitest";
import { startStack, storyOf } from "../support/start-stack.ts";

test("a task whose child dies twice by a signal has failed with CRASH_LOOP, with payload and both attempts kept; others go on", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: ["puppet"] });
  const payload = { acts: [{ do: "kill", signal: "SIGSEGV" }] };
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload, retry: { maxRetries: 10 } });
  const other = await stack.client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "return", result: "fine" }] },
  });

  const task = await stack.client.waitTask(taskId);
  expect(task).toMatchObject({ state: "FAILED", stateReason: "CRASH_LOOP", attempt: 2, payload });
  const record = await stack.recordWhen(taskId, ({ state }) => state === "FAILED");
  expect(storyOf(record)).toEqual([
    "submitted",
    "started 1",
    "retry_scheduled 1 CHILD_EXITED",
    "started 2",
    "failed 2 CRASH_LOOP",
  ]);
  expect(record.timeline.filter(({ error }) => error?.signal === "SIGSEGV")).toHaveLength(2);
  expect(await stack.client.waitTask(other.taskId)).toMatchObject({ state: "SUCCEEDED", result: "fine" });
});

test("the error of an attempt that failed in a child tells its memory and CPU time", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: ["puppet"] });
  const acts = [
    { do: "block", ms: 300 },
    { do: "throw", message: "no" },
  ];
  const { taskId } = await stack.client.submitTask({
    type: "puppet",
    payload: { acts },
    retry: { maxRetries: 0 },
  });
  const { error } = await stack.client.waitTask(taskId);
  expect(error?.peakMemoryBytes).toBeGreaterThan(20 * 1024 ** 2);
  expect(error?.cpuMs).toBeGreaterThan(0);
});

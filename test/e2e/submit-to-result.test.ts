import { expect, test } from "vitest";
import { isFinal, type TaskEvent } from "../../sdk/task.ts";
import { PROJECT, startStack } from "../support/start-stack.ts";

test("a submitted task runs, and its record tells all about it", async () => {
  const { client, startWorker } = await startStack();
  const worker = await startWorker({ types: ["puppet"] });
  const payload = {
    acts: [
      { do: "progress", done: 3, total: 3 },
      { do: "return", result: { groups: [1, 2] } },
    ],
  };
  const before = Date.now();

  const accepted = await client.submitTask({
    type: "puppet",
    payload,
    priority: "high",
    labels: { team: "search" },
  });
  const task = await client.waitTask(accepted.taskId);

  expect(accepted).toMatchObject({
    state: "QUEUED",
    attempt: 0,
    timeline: [{ number: 1, type: "SUBMITTED" }],
  });
  expect(isFinal(task.state)).toBe(true);
  expect(await client.getTask(accepted.taskId)).toEqual(task);
  expect(task).toMatchObject({
    taskId: accepted.taskId,
    project: PROJECT,
    type: "puppet",
    queue: "puppets",
    priority: "high",
    labels: { team: "search" },
    state: "SUCCEEDED",
    attempt: 1,
    maxAttempts: 3,
    worker: worker.instance,
    payload,
    result: { groups: [1, 2] },
    traceId: accepted.taskId.replaceAll("-", ""),
  });
  expect(task).not.toHaveProperty("error");
  expect(task.timeline.map(({ number, type, attempt, state }) => [number, type, attempt, state])).toEqual([
    [1, "SUBMITTED", 0, "QUEUED"],
    [2, "STARTED", 1, "RUNNING"],
    [3, "SUCCEEDED", 1, "SUCCEEDED"],
  ]);
  const { createTime, startTime, finishTime, expireTime } = task;
  const times = [before, createTime, startTime, finishTime, Date.now()].map(Number);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Number(expireTime) - Number(finishTime)).toBe(10 * 60_000);
});

test("progress is seen while the task runs, by whoever watches it", async () => {
  const { client, startWorker } = await startStack();
  await startWorker({ types: ["inline_puppet"] });
  const payload = { acts: [{ do: "progress_until_stop" }] };
  const { taskId } = await client.submitTask({ type: "inline_puppet", payload });

  const seen: TaskEvent[] = [];
  for await (const event of client.watchTask(taskId)) {
    if (event.type !== "PROGRESS") continue;
    seen.push(event);
    if (seen.length === 2) await client.cancelTask(taskId);
  }

  const [first, second] = seen;
  expect(first).toMatchObject({ attempt: 1, state: "RUNNING", number: 2 });
  expect(Number(second?.progress?.done)).toBeGreaterThan(Number(first?.progress?.done));
});

test("a long result is stored packed, and read as it was returned", async () => {
  const { client, startWorker, recordWhen } = await startStack();
  await startWorker({ types: ["puppet"] });
  const result = {
    rows: Array.from({ length: 2_000 }, (_, row) => ({ row, text: "the same in every row" })),
  };
  const { taskId } = await client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "return", result }] },
  });

  const task = await client.waitTask(taskId);
  expect(task.result).toEqual(result);
  const record = await recordWhen(taskId, ({ state }) => state === "SUCCEEDED");
  expect(record).not.toHaveProperty("result");
  expect(record.resultGzip?.length).toBeLessThan(JSON.stringify(result).length / 4);
});

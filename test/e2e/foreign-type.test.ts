import { expect, test } from "vitest";
import { eventuallyTrue } from "../support/eventually.ts";
import { startStack, storyOf } from "../support/start-stack.ts";

test("a task of a type that a worker does not have is run by the worker that has it", async () => {
  const { client, startWorker, connection } = await startStack();
  const payload = { acts: [{ do: "return", result: "done" }] };
  // Both types wait in one queue.
  await startWorker({ types: ["lazy_puppet"] });
  const { taskId } = await client.submitTask({ type: "inline_puppet", payload });
  const other = await client.submitTask({ type: "lazy_puppet", payload });
  expect(await client.waitTask(other.taskId)).toMatchObject({ state: "SUCCEEDED" });
  // It has been handed out and has gone back: it waits for its next turn.
  await eventuallyTrue("it went back", async () => {
    const { state } = await connection.jsm.streams.info("TASKS", { subjects_filter: "delayed.>" });
    return Object.keys(state.subjects ?? {}).length === 1;
  });
  expect(await client.getTask(taskId)).toMatchObject({ state: "QUEUED", attempt: 0 });

  const owner = await startWorker({ types: ["inline_puppet"] });
  const task = await client.waitTask(taskId);

  expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 1, worker: owner.instance, result: "done" });
});

test("a task whose start is recorded only when it lasts has the same story, short or long", async () => {
  const { client, startWorker, recordWhen } = await startStack();
  await startWorker({ types: ["lazy_puppet"] });
  const submit = (acts: unknown[]) => client.submitTask({ type: "lazy_puppet", payload: { acts } });

  const short = await submit([{ do: "return", result: 1 }]);
  const long = await submit([{ do: "obey_stop", result: 2 }]);
  const retried = await submit([{ do: "throw", message: "no", times: 1 }]);
  expect(await recordWhen(long.taskId, ({ state }) => state === "RUNNING")).toMatchObject({ attempt: 1 });
  await client.cancelTask(long.taskId);

  for (const { taskId } of [short, long, retried]) await client.waitTask(taskId);
  const story = async (id: string) => storyOf(await recordWhen(id, () => true));
  expect(await story(short.taskId)).toEqual(["submitted", "started 1", "succeeded 1"]);
  expect(await story(long.taskId)).toEqual(["submitted", "started 1", "cancel_requested 1", "cancelled 1"]);
  expect(await story(retried.taskId)).toEqual([
    "submitted",
    "started 1",
    "retry_scheduled 1 HANDLER_ERROR",
    "started 2",
    "succeeded 2",
  ]);
});

import { expect, test } from "vitest";
import type { TaskEvent } from "../../sdk/task.ts";
import { startStack } from "../support/start-stack.ts";

const type = "inline_puppet";
const STORY = [
  "SUBMITTED",
  "STARTED",
  "RETRY_SCHEDULED",
  "STARTED",
  "RETRY_SCHEDULED",
  "STARTED",
  "SUCCEEDED",
];

/** Fails twice, then succeeds: seven events. */
const payload = {
  acts: [
    { do: "throw", message: "not yet", times: 2 },
    { do: "return", result: 1 },
  ],
};

async function collect(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
  const seen: TaskEvent[] = [];
  for await (const event of events) if (event.type !== "PROGRESS") seen.push(event);
  return seen;
}

test("watchers see every event once and in order, whenever they come, and all see the same", async () => {
  const { client, startWorker, recordWhen } = await startStack();
  await startWorker({ types: [type] });
  const { taskId } = await client.submitTask({ type, payload });

  const early = collect(client.watchTask(taskId));
  await recordWhen(taskId, ({ attempt }) => attempt === 2);
  const later = collect(client.watchTask(taskId));
  const first = await early;
  const afterwards = await collect(client.watchTask(taskId));

  expect(first.map((event) => event.type)).toEqual(STORY);
  expect(first.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(first.at(-1)?.state).toBe("SUCCEEDED");
  expect(await later).toEqual(first);
  expect(afterwards).toEqual(first);
});

test("a watch goes on after any event that is known already", async () => {
  const { client, startWorker } = await startStack();
  await startWorker({ types: [type] });
  const { taskId } = await client.submitTask({ type, payload });
  const whole = await collect(client.watchTask(taskId));

  for (let known = 0; known <= whole.length; known++) {
    const rest = await collect(client.watchTask(taskId, { afterEvent: known }));
    expect(rest).toEqual(whole.slice(known));
  }
});

test("a watch misses nothing while NATS is killed and comes back", async () => {
  const { client, nats, startWorker, recordWhen } = await startStack();
  await startWorker({ types: [type] });
  const acts = [{ do: "throw", message: "not yet", times: 2 }, { do: "obey_stop" }];
  const { taskId } = await client.submitTask({ type, payload: { acts } });
  const watched = collect(client.watchTask(taskId));
  await recordWhen(taskId, ({ state, attempt }) => attempt >= 1 && state !== "QUEUED");

  await nats.kill();
  await nats.restart();
  await recordWhen(taskId, ({ state, attempt }) => attempt === 3 && state === "RUNNING");
  await client.cancelTask(taskId);

  const seen = await watched;
  const { timeline } = await client.getTask(taskId);
  expect(seen).toEqual(timeline);
  expect(seen.at(-1)).toMatchObject({ type: "CANCELLED", attempt: 3 });
});

test("a watch of many tasks at once ends for each with its end", async () => {
  const { client, startWorker } = await startStack();
  await startWorker({ types: [type], concurrency: 10 });
  const outcomes = await client.submitTasks(Array.from({ length: 30 }, () => ({ type, payload })));
  const ids = outcomes.map((outcome) => (outcome.ok ? outcome.task.taskId : ""));

  const all = await Promise.all(ids.map((id) => collect(client.watchTask(id))));

  for (const events of all) expect(events.map((event) => event.type)).toEqual(STORY);
});

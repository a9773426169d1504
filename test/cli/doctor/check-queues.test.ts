import { expect, test } from "vitest";
import { checkQueues } from "../../../cli/doctor/check-queues.ts";
import { changeQueueSettings } from "../../../jetstream/queue-settings.ts";
import { startStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

test("tasks that wait where no worker serves are told, and first that the queue is paused", async () => {
  const { connection, queue } = await startStore();
  expect(await checkQueues(connection)).toEqual([]);
  await new Promise((resolve) => queue.submit(newRecord(), resolve));
  expect(await checkQueues(connection)).toMatchObject([
    { level: "warn", detail: "default has no worker, tasks that wait: 1" },
  ]);

  const paused = { version: 1, paused: true } as const;
  await changeQueueSettings(connection, "default", () => paused);
  expect(await checkQueues(connection)).toMatchObject([
    {
      level: "warn",
      detail: "default is paused, tasks that wait: 1",
      remedy: "Let it go on: longshore queue resume default",
    },
  ]);
  const pausedUntil = new Date(Date.now() - 60_000).toISOString();
  await changeQueueSettings(connection, "default", () => ({ ...paused, pausedUntil }));
  expect(await checkQueues(connection)).toMatchObject([
    { detail: "default has no worker, tasks that wait: 1" },
  ]);
});

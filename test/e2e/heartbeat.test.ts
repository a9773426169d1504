import { expect, test } from "vitest";
import { readWorkers } from "../../jetstream/workers.ts";
import { LONGSHORE_VERSION } from "../../runtime/version.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { PROJECT, type Stack, startStack } from "../support/start-stack.ts";

const OBEYS = { acts: [{ do: "obey_stop", result: "stopped" }] } as const;

/** What a worker says of itself, once that fits. */
function heartbeatWhen(
  { connection }: Pick<Stack, "connection">,
  id: string,
  fits: (heartbeat: { readonly state: string; readonly runningCount: number }) => boolean = () => true,
) {
  return eventually("a heartbeat that fits", async () => {
    const read = await readWorkers(connection);
    const found = read.ok ? read.workers.find(({ heartbeat }) => heartbeat.id === id) : undefined;
    return found !== undefined && fits(found.heartbeat) ? found.heartbeat : undefined;
  });
}

async function isOffTheList({ connection }: Stack): Promise<void> {
  await eventuallyTrue("no worker is on the list", async () => {
    const read = await readWorkers(connection);
    return read.ok && read.workers.length === 0;
  });
}

test("a worker says who it is, what it serves and what it runs, and goes off the list when it stops", async () => {
  const stack = await startStack();
  const pace = { heartbeatMs: 50, stall: { afterMs: 15_000, askEveryMs: 5_000 } };
  const worker = await stack.startWorker({ pace, concurrency: 3, drainTimeout: "100ms" });
  expect(await heartbeatWhen(stack, worker.instance)).toMatchObject({
    version: 1,
    pid: process.pid,
    longshoreVersion: "0.0.0",
    state: "ready",
    queues: ["puppets", "inline_puppets"],
    types: expect.arrayContaining(["puppet", "inline_puppet", "lazy_puppet"]),
    slots: [
      { pool: "prefork", total: 3, free: 3 },
      { pool: "inline", total: 3, free: 3 },
    ],
    concurrency: 6,
    running: [],
    runningCount: 0,
    problems: [],
  });

  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: OBEYS });
  await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
  const busy = await heartbeatWhen(stack, worker.instance, ({ runningCount }) => runningCount === 1);
  expect(busy.slots[0]).toEqual({
    pool: "prefork",
    total: 3,
    free: 2,
    children: {
      largestBytes: expect.any(Number),
      peakBytes: expect.any(Number),
      limitBytes: 2 * 1024 ** 3,
      recycled: 0,
    },
  });
  expect(busy.running).toMatchObject([{ project: PROJECT, taskId, type: "puppet", attempt: 1 }]);
  expect(busy.running[0]?.ageMs).toBeLessThan(30_000);
  expect(busy.memory.rss).toBeGreaterThan(busy.memory.heapUsed);

  await worker.stop();
  await isOffTheList(stack);
});

test("a worker that drains says so at once", async () => {
  const stack = await startStack();
  const worker = stack.spawnWorker({ drainTimeout: "20s" });
  const { instance = "", ...line } = await worker.line(/worker takes tasks/);
  expect(line.level).toBe("info");
  expect(await heartbeatWhen(stack, instance)).toMatchObject({ longshoreVersion: LONGSHORE_VERSION });
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: OBEYS });
  await stack.recordWhen(taskId, ({ state }) => state === "RUNNING");

  worker.kill("SIGTERM");
  await heartbeatWhen(stack, instance, ({ state }) => state === "draining");
  await stack.client.cancelTask(taskId);
  expect(await worker.exited).toEqual({ code: 0, signal: null });
  await isOffTheList(stack);
});

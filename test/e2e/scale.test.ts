import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requestScale } from "../../jetstream/worker-control.ts";
import { readWorkers } from "../../jetstream/workers.ts";
import { eventually } from "../support/eventually.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Tasks that each run until the test lets them end. */
async function submitTasks({ client }: Stack, type: string, count: number) {
  const folder = temporaryFolder();
  const tasks = Array.from({ length: count }, async (_, index) => {
    const path = join(folder, String(index));
    const { taskId } = await client.submitTask({ type, payload: { acts: [{ do: "wait_for_file", path }] } });
    return { taskId, end: () => writeFileSync(path, "") };
  });
  return Promise.all(tasks);
}

/** The slots of a pool as its worker tells them, once none is free and so many tasks run. */
function slotsWhenBusy({ connection }: Stack, id: string, pool: string, running: number) {
  return eventually(`${running} running tasks and no free slot of the ${pool} pool`, async () => {
    const read = await readWorkers(connection);
    const found = read.ok ? read.workers.find(({ heartbeat }) => heartbeat.id === id)?.heartbeat : undefined;
    const slots = found?.slots.find((candidate) => candidate.pool === pool);
    return slots?.free === 0 && found?.runningCount === running ? slots : undefined;
  });
}

test.each(["prefork", "inline"] as const)(
  "a %s pool runs more at once from now on, or fewer once running tasks have ended; none is killed",
  async (pool) => {
    const stack = await startStack();
    const type = pool === "prefork" ? "puppet" : "inline_puppet";
    const pace = { heartbeatMs: 50, stall: { afterMs: 60_000, askEveryMs: 60_000 } };
    const { instance } = await stack.startWorker({ concurrency: 1, pace });
    const scale = (concurrency: number) => requestScale(stack.connection, instance, { pool, concurrency });
    const isRunning = ({ taskId }: { taskId: string }) =>
      stack.recordWhen(taskId, ({ state }) => state === "RUNNING");
    const [first, second, third, ...more] = await submitTasks(stack, type, 5);
    if (first === undefined || second === undefined || third === undefined) throw new Error("no tasks");

    expect(await slotsWhenBusy(stack, instance, pool, 1)).toMatchObject({ total: 1 });
    expect(await scale(3)).toEqual({ kind: "scaled", pool, concurrency: 3, previous: 1 });
    const early = [first, second, third, ...more];
    const running = await eventually("three of them run", async () => {
      const tasks = await Promise.all(
        early.map(async (task) => ({ task, now: await stack.client.getTask(task.taskId) })),
      );
      const found = tasks.filter(({ now }) => now.state === "RUNNING").map(({ task }) => task);
      return found.length === 3 ? found : undefined;
    });

    expect(await scale(1)).toEqual({ kind: "scaled", pool, concurrency: 1, previous: 3 });
    const [kept, ...ended] = running;
    for (const { end } of ended) end();
    for (const { taskId } of ended)
      expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
    const waiting = early.filter((task) => !running.includes(task));
    for (const { taskId } of waiting)
      expect(await stack.client.getTask(taskId)).toMatchObject({ state: "QUEUED" });
    expect(await slotsWhenBusy(stack, instance, pool, 1)).toMatchObject({ total: 1 });

    kept?.end();
    await Promise.race(waiting.map(isRunning));
    for (const { end } of waiting) end();
    for (const { taskId } of early)
      expect(await stack.client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
  },
);

test("a worker that is drained takes nothing more, ends what it runs, and takes tasks again when it is told to", async () => {
  const stack = await startStack();
  const { instance } = await stack.startWorker({ types: ["inline_puppet"] });
  const release = join(temporaryFolder(), "release");
  const submit = (acts: object[]) => stack.client.submitTask({ type: "inline_puppet", payload: { acts } });
  const running = await submit([{ do: "wait_for_file", path: release }]);
  await stack.recordWhen(running.taskId, ({ state }) => state === "RUNNING");
  expect(await stack.client.drainWorker(instance)).toBe(1);

  const waiting = await submit([{ do: "return", result: 1 }]);
  writeFileSync(release, "");
  expect((await stack.client.waitTask(running.taskId)).state).toBe("SUCCEEDED");
  expect((await stack.client.waitTask(waiting.taskId, { timeoutMs: 1_000 })).state).toBe("QUEUED");
  expect((await stack.client.listWorkers())[0]?.state).toBe("DRAINING");

  await stack.client.resumeWorker(instance);
  expect((await stack.client.waitTask(waiting.taskId)).state).toBe("SUCCEEDED");
});

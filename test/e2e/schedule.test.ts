import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { startStack } from "../support/start-stack.ts";

test("a schedule submits its task at every tick, and the tasks name it", async () => {
  const stack = await startStack();
  await stack.startWorker({ types: ["inline_puppet"] });
  await stack.client.createSchedule({
    scheduleId: "every-second",
    everyMs: 1_000,
    task: { type: "inline_puppet", payload: { acts: [{ do: "return", result: 42 }] } },
  });
  const schedule = await eventually("two ticks", async () => {
    const found = await stack.client.getSchedule("every-second");
    return found.firedCount >= 2 ? found : undefined;
  });
  const { taskId = "", time } = schedule.lastTick ?? {};
  const task = await stack.client.waitTask(taskId, { timeoutMs: 10_000 });
  expect(task).toMatchObject({ state: "SUCCEEDED", result: 42, scheduleId: "every-second" });
  expect(task.createTime.getTime()).toBeGreaterThanOrEqual(time?.getTime() ?? Number.NaN);
  expect(schedule).toMatchObject({ skippedCount: 0, missedCount: 0, failedCount: 0 });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kvm } from "@nats-io/kv";
import { expect, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import { tickTaskId } from "../../runtime/tick-id.ts";
import type { NewSchedule, Schedule } from "../../sdk/schedule.ts";
import { eventually } from "../support/eventually.ts";
import { PROJECT, type Stack, startScheduler, startStack } from "../support/start-stack.ts";
import { crashAndRecover } from "../support/store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

type Acts = readonly object[];

/** A schedule that ticks every second. */
function everySecond(acts: Acts, more: Partial<NewSchedule> = {}): NewSchedule {
  return {
    scheduleId: "every-second",
    everyMs: 1_000,
    task: { type: "inline_puppet", payload: { acts } },
    ...more,
  };
}

/** The schedule, once it is as it should be. */
function scheduleWhen(
  { client }: Stack,
  what: string,
  matches: (schedule: Schedule) => boolean,
): Promise<Schedule> {
  return eventually(
    what,
    async () => {
      const schedule = await client.getSchedule("every-second");
      return matches(schedule) ? schedule : undefined;
    },
    20_000,
  );
}

async function tasksOf({ client }: Stack) {
  const { tasks } = await client.listTasks({});
  return tasks.toSorted((a, b) => a.createTime.getTime() - b.createTime.getTime());
}

test("SKIP: ticks pass while the task before runs, and fire again once it has ended", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "end");
  await stack.startWorker();
  await stack.client.createSchedule(everySecond([{ do: "wait_for_file", path }]));
  const skipping = await scheduleWhen(
    stack,
    "two ticks are skipped",
    ({ skippedCount }) => skippedCount >= 2,
  );
  expect(skipping).toMatchObject({ firedCount: 1, lastTick: { outcome: "SKIPPED" } });
  writeFileSync(path, "");
  await scheduleWhen(stack, "it fires again", ({ firedCount }) => firedCount >= 2);
});

test("SKIP: a task that nobody has started yet counts as not ended", async () => {
  const stack = await startStack();
  await stack.client.createSchedule(everySecond([]));
  const { firedCount } = await scheduleWhen(
    stack,
    "a tick is skipped",
    ({ skippedCount }) => skippedCount >= 2,
  );
  expect(firedCount).toBe(1);
  const [task] = await tasksOf(stack);
  expect(task?.state).toBe("QUEUED");
  // Its end is told by nobody but the record that its cancel leaves.
  await stack.client.cancelTask(task?.taskId ?? "");
  await scheduleWhen(stack, "it fires again", (schedule) => schedule.firedCount >= 2);
});

test("BUFFER_ONE: one tick waits for the end of the task before, and fires the moment it has ended", async () => {
  const stack = await startStack();
  const path = join(temporaryFolder(), "end");
  await stack.startWorker();
  const schedule = everySecond([{ do: "wait_for_file", path }], { overlapPolicy: "BUFFER_ONE" });
  const { createTime } = await stack.client.createSchedule(schedule);
  const waiting = await scheduleWhen(stack, "ticks are skipped", ({ skippedCount }) => skippedCount >= 2);
  expect(waiting.firedCount).toBe(1);
  writeFileSync(path, "");
  await scheduleWhen(stack, "the buffered tick fires", ({ firedCount }) => firedCount >= 2);
  const idOfTick = (number: number) =>
    tickTaskId(PROJECT, "every-second", createTime.getTime() + number * 1_000);
  const ids = (await tasksOf(stack)).map(({ taskId }) => taskId);
  expect(ids.slice(0, 2)).toEqual([idOfTick(1), idOfTick(2)]);
});

test("CANCEL_RUNNING: the task before is stopped by the scheduler, which says why, and the new one takes its place", async () => {
  const stack = await startStack();
  await stack.startWorker();
  const schedule = everySecond([{ do: "obey_stop" }], { overlapPolicy: "CANCEL_RUNNING" });
  await stack.client.createSchedule(schedule);
  await scheduleWhen(stack, "two have fired", ({ firedCount }) => firedCount >= 2);
  const [first] = await tasksOf(stack);
  const ended = await stack.client.waitTask(first?.taskId ?? "", { timeoutMs: 20_000 });
  expect(ended.state).toBe("CANCELLED");
  const cancel = ended.timeline.find(({ type }) => type === "CANCEL_REQUESTED" || type === "CANCELLED");
  expect(cancel).toMatchObject({
    by: "scheduler",
    message: expect.stringMatching(/^the tick of .* takes its place$/),
  });
});

test("a type that has gone fails the tick with its reason; once it is back the schedule goes on", async () => {
  const stack = await startStack();
  await stack.client.createSchedule(everySecond([], { overlapPolicy: "ALLOW" }));
  const types = await new Kvm(stack.connection.nc).open(BUCKETS.taskTypes);
  const registered = await types.get("inline_puppet");
  await types.delete("inline_puppet");
  const failing = await scheduleWhen(stack, "a tick fails", ({ failedCount }) => failedCount >= 1);
  expect(failing.lastTick).toMatchObject({
    outcome: "FAILED",
    problem: 'no worker has registered the task type "inline_puppet" any more',
  });
  await types.put("inline_puppet", registered?.string() ?? "");
  const { firedCount } = failing;
  await scheduleWhen(stack, "it fires again", (schedule) => schedule.firedCount > firedCount);
});

test("a pause survives the restart of the scheduler and of NATS, and ticks go on after it", async () => {
  const stack = await startStack({ scheduler: false });
  const first = await startScheduler(stack.connection, stack);
  await stack.client.createSchedule(everySecond([], { overlapPolicy: "ALLOW" }));
  await scheduleWhen(stack, "it fires", ({ firedCount }) => firedCount >= 1);
  await stack.client.pauseSchedule("every-second");
  await first.stop();
  await crashAndRecover(stack);
  await startScheduler(stack.connection, stack);
  const paused = await eventually("NATS is back", async () => {
    const schedule = await stack.client.getSchedule("every-second").catch(() => undefined);
    return schedule !== undefined && Date.now() > schedule.updateTime.getTime() + 5_000
      ? schedule
      : undefined;
  });
  expect(paused).toMatchObject({ paused: true });
  expect(await tasksOf(stack)).toHaveLength(paused.firedCount);
  const resumed = await stack.client.resumeSchedule("every-second");
  expect(resumed.firedCount).toBe(paused.firedCount);
  const again = await scheduleWhen(
    stack,
    "it fires again",
    ({ firedCount }) => firedCount > paused.firedCount,
  );
  expect(again.missedCount).toBe(0);
});

test("ticks go on when NATS dies and comes back, and those that came meanwhile are caught up", async () => {
  const stack = await startStack();
  const { createTime } = await stack.client.createSchedule(everySecond([], { overlapPolicy: "ALLOW" }));
  await scheduleWhen(stack, "it fires", ({ firedCount }) => firedCount >= 1);
  await crashAndRecover(stack);
  const back = Date.now();
  const { lastTick, firedCount } = await eventually(
    "it fires again",
    async () => {
      const schedule = await stack.client.getSchedule("every-second").catch(() => undefined);
      return (schedule?.lastTick?.time.getTime() ?? 0) > back ? schedule : undefined;
    },
    30_000,
  );
  expect(firedCount).toBe(((lastTick?.time.getTime() ?? 0) - createTime.getTime()) / 1_000);
});

test("ticks that came while no scheduler ran fire within the window, the older ones are missed, and each has one outcome", async () => {
  const stack = await startStack({ scheduler: false });
  const { createTime } = await stack.client.createSchedule(
    everySecond([], { overlapPolicy: "ALLOW", catchUpWindowMs: 2_500 }),
  );
  await eventually("six ticks have passed", () =>
    Date.now() > createTime.getTime() + 6_200 ? true : undefined,
  );
  await startScheduler(stack.connection, stack);
  await scheduleWhen(stack, "it fires", ({ firedCount }) => firedCount >= 3);
  await stack.client.pauseSchedule("every-second");
  const paused = await eventually("nothing is under way", async () => {
    const schedule = await stack.client.getSchedule("every-second");
    return (await tasksOf(stack)).length === schedule.firedCount ? schedule : undefined;
  });
  const passed = ((paused.lastTick?.time.getTime() ?? 0) - createTime.getTime()) / 1_000;
  expect(paused.missedCount).toBeGreaterThanOrEqual(3);
  expect(paused.missedCount + paused.firedCount).toBe(passed);
});

import { setTimeout as delay } from "node:timers/promises";
import { Kvm } from "@nats-io/kv";
import { expect, test } from "vitest";
import { BUCKETS, parseTaskSubject } from "../../core/subject.ts";
import { tickTaskId } from "../../runtime/tick-id.ts";
import type { Schedule } from "../../sdk/schedule.ts";
import { withClockOffBy } from "../support/clock-off.ts";
import { eventually } from "../support/eventually.ts";
import { spawnScheduler } from "../support/spawn-scheduler.ts";
import type { ServiceProcess } from "../support/spawn-service.ts";
import { PROJECT, type Stack, startStack } from "../support/start-stack.ts";

/** How often a leader is killed. `LONGSHORE_KILLS=200` for a long run by hand. */
const KILLS = Number(process.env["LONGSHORE_KILLS"] ?? 10);
const EVERY_MS = 1_000;

/** A schedule that ticks every second and whose tasks nobody runs, so that all that was ever fired lies in the queue. */
async function startSchedule({ client }: Stack): Promise<Schedule> {
  return client.createSchedule({
    scheduleId: "every-second",
    everyMs: EVERY_MS,
    overlapPolicy: "ALLOW",
    catchUpWindowMs: 600_000,
    task: { type: "inline_puppet", payload: { acts: [] } },
  });
}

function spawn({ nats }: Stack, env: Readonly<Record<string, string>> = {}): ServiceProcess {
  return spawnScheduler({ LONGSHORE_NATS_URL: nats.url, ...env });
}

/** How many messages there are of each task that was ever fired. */
async function readQueue({ connection }: Stack): Promise<ReadonlyMap<string, number>> {
  const { state } = await connection.jsm.streams.info("TASKS", { subjects_filter: "tasks.>" });
  const entries = Object.entries(state.subjects ?? {});
  return new Map(entries.map(([subject, count]) => [parseTaskSubject(subject)?.id ?? subject, count]));
}

/** Lets it go on for some ticks, pauses the schedule, and expects that each tick until then has one task, and nothing else has. */
async function expectEachTickOnce(stack: Stack, { scheduleId, createTime }: Schedule): Promise<void> {
  const goneOn = Date.now() + 2 * EVERY_MS;
  await eventually(
    "the ticks are caught up",
    async () => {
      const { lastTick } = await stack.client.getSchedule(scheduleId);
      return (lastTick?.time.getTime() ?? 0) > goneOn ? true : undefined;
    },
    60_000,
  );
  await stack.client.pauseSchedule(scheduleId);
  const last = await eventually("the last tick is done", async () => {
    const before = await stack.client.getSchedule(scheduleId);
    await delay(EVERY_MS / 2);
    const after = await stack.client.getSchedule(scheduleId);
    return before.firedCount === after.firedCount ? after : undefined;
  });
  const expected = new Map<string, number>();
  const lastMs = last.lastTick?.time.getTime() ?? 0;
  for (let tick = createTime.getTime() + EVERY_MS; tick <= lastMs; tick += EVERY_MS)
    expected.set(tickTaskId(PROJECT, scheduleId, tick), 1);
  expect(await readQueue(stack)).toEqual(expected);
  expect(last).toMatchObject({ firedCount: expected.size, missedCount: 0, skippedCount: 0, failedCount: 0 });
}

/** Waits until so many milliseconds after (or before) the next tick that is far enough away. */
async function untilTick({ createTime }: Schedule, offsetMs: number): Promise<void> {
  const since = Date.now() + 100 - createTime.getTime() - offsetMs;
  await delay(createTime.getTime() + Math.ceil(since / EVERY_MS) * EVERY_MS + offsetMs - Date.now());
}

test(`each tick fires exactly once while ${KILLS} leaders are killed within 50 ms of one`, {
  timeout: 60_000 + KILLS * 15_000,
}, async () => {
  const stack = await startStack({ scheduler: false });
  const leases = await new Kvm(stack.connection.nc).open(BUCKETS.leases);
  const schedule = await startSchedule(stack);
  let leader = spawn(stack);
  await leader.line(/this scheduler leads/);
  for (let kill = 0; kill < KILLS; kill++) {
    const next = spawn(stack);
    await next.line(/scheduler started/);
    await untilTick(schedule, -50 + Math.round((100 * kill) / Math.max(1, KILLS - 1)));
    leader.kill("SIGKILL");
    await leader.exited;
    // The lease of the dead would lapse by itself; nobody need wait for that here.
    await leases.delete("scheduler");
    await next.line(/this scheduler leads/);
    leader = next;
  }
  await expectEachTickOnce(stack, schedule);
});

test("a leader that stands still past its lease and wakes up at a tick fires nothing twice", {
  timeout: 90_000,
}, async () => {
  const stack = await startStack({ scheduler: false });
  const schedule = await startSchedule(stack);
  const frozen = spawn(stack);
  await frozen.line(/this scheduler leads/);
  const other = spawn(stack);
  await other.line(/scheduler started/);
  await untilTick(schedule, -2);
  frozen.kill("SIGSTOP");
  await other.line(/this scheduler leads/);
  await untilTick(schedule, -2);
  frozen.kill("SIGCONT");
  await frozen.line(/this scheduler does not lead any more/);
  await expectEachTickOnce(stack, schedule);
});

test.each([
  ["ahead", 3_600_000],
  ["behind", -3_600_000],
])(
  "a scheduler whose clock is an hour %s fires every tick, none early and no others",
  { timeout: 60_000 },
  async (_, offMs) => {
    const stack = await startStack({ scheduler: false });
    const schedule = await startSchedule(stack);
    await spawn(stack, withClockOffBy(offMs)).line(/this scheduler leads/);
    await expectEachTickOnce(stack, schedule);
    const { tasks } = await stack.client.listTasks({});
    expect(tasks.length).toBeGreaterThan(2);
    for (let tick = schedule.createTime.getTime() + EVERY_MS; tick < Date.now(); tick += EVERY_MS) {
      const task = tasks.find(({ taskId }) => taskId === tickTaskId(PROJECT, schedule.scheduleId, tick));
      if (task !== undefined) expect(task.createTime.getTime()).toBeGreaterThanOrEqual(tick);
    }
  },
);

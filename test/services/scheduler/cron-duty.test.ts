import { expect, onTestFinished, test } from "vitest";
import type { ScheduleDefinition } from "../../../core/schedule.ts";
import { parseTaskSubject } from "../../../core/subject.ts";
import { TASK_TYPE_DEFAULTS } from "../../../core/task-type.ts";
import { newScheduleState } from "../../../core/tick.ts";
import { ScheduleStore } from "../../../jetstream/schedules.ts";
import { Timers } from "../../../jetstream/timers.ts";
import { createLog, type Log } from "../../../runtime/log.ts";
import { tickTaskId } from "../../../runtime/tick-id.ts";
import { cronDuty } from "../../../services/scheduler/cron/cron-duty.ts";
import { LiveTasks } from "../../../services/scheduler/live-tasks.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { startStore, type TestStore } from "../../support/store.ts";

const CREATED = 1_800_000_000_000;
const TICK = CREATED + 10_000;
const LAST = tickTaskId("acme", "nightly", CREATED);

const definition: ScheduleDefinition = {
  version: 1,
  project: "acme",
  id: "nightly",
  spec: { kind: "interval", everyMs: 10_000, anchorMs: CREATED },
  template: {
    type: "echo",
    queue: "default",
    priority: "normal",
    labels: {},
    payload: null,
    options: {
      retry: TASK_TYPE_DEFAULTS.retry,
      softLimitMs: 1_000,
      hardLimitMs: 2_000,
      resultTtlMs: 60_000,
      failedTtlMs: 60_000,
    },
  },
  overlap: "skip",
  catchUpMs: 60_000,
  jitterMs: 0,
  paused: false,
  createdMs: CREATED,
  updatedMs: CREATED,
  sinceMs: CREATED,
};

/** Has the duty taken up by one for whom the first tick has just come. */
function begin({ connection, records, queue, publisher }: TestStore, liveTasks: LiveTasks, log: Log): void {
  const clock = { nowMs: () => TICK + 5_000, stop: () => undefined };
  const timers = new Timers(publisher);
  const end = cronDuty({
    connection,
    records,
    queue,
    timers,
    clock,
    liveTasks,
    log,
    isLeader: () => true,
  }).begin();
  onTestFinished(end);
}

function logOf(onError: (problem: unknown) => void): Log {
  const log = createLog({ service: "scheduler", instance: "test", level: "silent" });
  return Object.assign(Object.create(log) as Log, { error: (fields: unknown) => onError(fields) });
}

test("a task whose record is gone holds up no tick, although its end was not heard of", async () => {
  const store = await startStore();
  const { connection } = store;
  const schedules = new ScheduleStore(connection);
  await schedules.writeDefinition(definition, 0);
  await schedules.writeState(definition, { ...newScheduleState(definition), lastTaskId: LAST }, 0);
  connection.nc.publish("$KV.task-types.echo", JSON.stringify({ type: "echo" }));
  await connection.nc.flush();
  const liveTasks = new LiveTasks();
  liveTasks.note({ project: "acme", id: LAST, state: "RUNNING", sequence: 1, storedAtMs: CREATED });

  begin(
    store,
    liveTasks,
    logOf(() => undefined),
  );
  const state = await eventually("the tick to be decided", async () => {
    const read = await schedules.readState(definition);
    return read?.value.lastTick === undefined ? undefined : read.value;
  });
  expect(state).toMatchObject({ fired: 1, skipped: 0, lastTick: { tickMs: TICK, outcome: "fired" } });
  const { state: tasks } = await connection.jsm.streams.info("TASKS", { subjects_filter: "tasks.>" });
  expect(Object.keys(tasks.subjects ?? {}).map((subject) => parseTaskSubject(subject)?.id)).toEqual([
    tickTaskId("acme", "nightly", TICK),
  ]);
});

test("while a bucket is missing it is tried again and again, and leaves no readers behind", async () => {
  const store = await startStore();
  const { jsm } = store.connection;
  await jsm.streams.delete("KV_schedules");
  let tries = 0;
  begin(
    store,
    new LiveTasks(),
    logOf(() => {
      tries++;
    }),
  );
  await eventuallyTrue("three tries", () => tries >= 3, 20_000);
  // A consumer whose reader has gone stays for five minutes, but nobody asks it for anything.
  await eventuallyTrue("one reader at most", async () => {
    const consumers = await jsm.consumers.list("KV_task-types").next();
    return consumers.filter(({ push_bound }) => push_bound === true).length <= 1;
  });
});

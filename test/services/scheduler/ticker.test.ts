import { expect, test } from "vitest";
import type { ScheduleDefinition } from "../../../core/schedule.ts";
import { parseTaskSubject } from "../../../core/subject.ts";
import { TASK_TYPE_DEFAULTS } from "../../../core/task-type.ts";
import { newScheduleState, type ScheduleState } from "../../../core/tick.ts";
import { ScheduleStore } from "../../../jetstream/schedules.ts";
import { Timers } from "../../../jetstream/timers.ts";
import { createLog } from "../../../runtime/log.ts";
import { tickTaskId } from "../../../runtime/tick-id.ts";
import { Ticker, type TickerDeps } from "../../../services/scheduler/cron/ticker.ts";
import { startStore, type TestStore } from "../../support/store.ts";

const CREATED = 1_800_000_000_000;
const KEY = { project: "acme", id: "nightly" };
const TICK = CREATED + 10_000;

const definition: ScheduleDefinition = {
  ...KEY,
  version: 1,
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
      totalTimeoutMs: 3_600_000,
    },
  },
  overlap: "allow",
  catchUpMs: 60_000,
  jitterMs: 0,
  paused: false,
  createdMs: CREATED,
  updatedMs: CREATED,
  sinceMs: CREATED,
};

/** A ticker for whom the first tick has just come. */
function tickerOf(store: TestStore, changes: Partial<TickerDeps> = {}): Ticker {
  const { connection, publisher, records, queue } = store;
  return new Ticker({
    connection,
    records,
    queue,
    store: new ScheduleStore(connection),
    timers: new Timers(publisher),
    log: createLog({ service: "scheduler", instance: "test", level: "silent" }),
    nowMs: () => TICK + 5_000,
    isLeader: () => true,
    problemOf: () => undefined,
    ...changes,
  } as TickerDeps);
}

/** The ids of all tasks that wait, one for each message. */
async function readQueue({ connection }: TestStore): Promise<readonly string[]> {
  const { state } = await connection.jsm.streams.info("TASKS", { subjects_filter: "tasks.>" });
  return Object.entries(state.subjects ?? {}).flatMap(([subject, count]) =>
    Array.from({ length: count }, () => parseTaskSubject(subject)?.id ?? subject),
  );
}

async function stateIn({ connection }: TestStore): Promise<ScheduleState | undefined> {
  return (await new ScheduleStore(connection).readState(KEY))?.value;
}

const ID = tickTaskId("acme", "nightly", TICK);
const fired = { decidedMs: TICK, fired: 1, lastTaskId: ID, lastTick: { tickMs: TICK, outcome: "fired" } };

test("a tick is decided, its task stored with its deadline, and the tick is done; then the next is waited for", async () => {
  const store = await startStore();
  expect(await tickerOf(store).advance(() => definition)).toEqual({ untilMs: TICK + 10_000 });
  expect(await readQueue(store)).toEqual([ID]);
  expect(await stateIn(store)).toMatchObject(fired);
  const { state } = await store.connection.jsm.streams.info("TIMERS", { subjects_filter: ">" });
  expect(Object.keys(state.subjects ?? {})).toEqual([`timers.complete_by.acme.${ID}`]);
});

test("a leader that dies after the decision is followed by one that stores the task", async () => {
  const store = await startStore();
  let writes = 0;
  const dying = tickerOf(store, { isLeader: () => ++writes === 1 });
  await expect(dying.advance(() => definition)).rejects.toThrow(/another scheduler leads/);
  expect(await stateIn(store)).toMatchObject({ firing: { tickMs: TICK, taskId: ID }, fired: 0 });
  expect(await readQueue(store)).toEqual([]);

  await tickerOf(store).advance(() => definition);
  expect(await readQueue(store)).toEqual([ID]);
  expect(await stateIn(store)).toMatchObject(fired);
});

test("a leader that dies after the task is followed by one that stores it no second time", async () => {
  const store = await startStore();
  let looks = 0;
  const dying = tickerOf(store, { isLeader: () => ++looks <= 2 });
  await expect(dying.advance(() => definition)).rejects.toThrow(/another scheduler leads/);
  expect(await stateIn(store)).toMatchObject({ firing: { taskId: ID } });
  expect(await readQueue(store)).toEqual([ID]);
  // The memory of message ids is not what this rests on: it lasts two minutes only.
  await store.connection.jsm.streams.update("TASKS", { duplicate_window: 100e6 });
  await new Promise((resolve) => setTimeout(resolve, 300));

  await tickerOf(store).advance(() => definition);
  expect(await readQueue(store)).toEqual([ID]);
  expect(await stateIn(store)).toMatchObject(fired);
});

test("two that both believe that they lead fire each tick once", async () => {
  const store = await startStore();
  const nowMs = () => CREATED + 55_000;
  const tickers = [tickerOf(store, { nowMs }), tickerOf(store, { nowMs }), tickerOf(store, { nowMs })];
  await Promise.all(tickers.map((ticker) => ticker.advance(() => definition)));
  const ticks = [1, 2, 3, 4, 5].map((number) => tickTaskId("acme", "nightly", CREATED + number * 10_000));
  expect((await readQueue(store)).toSorted()).toEqual(ticks.toSorted());
  expect(await stateIn(store)).toMatchObject({ fired: 5, decidedMs: CREATED + 50_000 });
});

test("a schedule that is deleted after the decision gets no task", async () => {
  const store = await startStore();
  let current: ScheduleDefinition | undefined = definition;
  const isLeader = () => {
    current = undefined;
    return true;
  };
  expect(await tickerOf(store, { isLeader }).advance(() => current)).toEqual({ untilMs: undefined });
  expect(await readQueue(store)).toEqual([]);
});

test("a schedule of the same name as one that was deleted begins anew", async () => {
  const store = await startStore();
  const schedules = new ScheduleStore(store.connection);
  const old = { ...newScheduleState({ createdMs: CREATED - 1 }), decidedMs: TICK + 90_000, fired: 7 };
  await schedules.writeState(KEY, old, 0);
  await tickerOf(store).advance(() => definition);
  expect(await stateIn(store)).toMatchObject({ ...fired, createdMs: CREATED });
});

test("a state of a later version is left alone, and nothing fires from it", async () => {
  const store = await startStore();
  const schedules = new ScheduleStore(store.connection);
  const later = { ...newScheduleState(definition), version: 2 } as unknown as ScheduleState;
  await schedules.writeState(KEY, later, 0);
  await expect(tickerOf(store).advance(() => definition)).rejects.toThrow(/acme.nightly.*not readable/);
  expect(await readQueue(store)).toEqual([]);
});

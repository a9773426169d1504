import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextTick, type OverlapPolicy, type ScheduleDefinition } from "../../core/schedule.ts";
import {
  afterFired,
  decideTick,
  newScheduleState,
  nextTime,
  type ScheduleState,
  stateOf,
  type TickFacts,
} from "../../core/tick.ts";

const CREATED = 1_800_000_000_000;

const noCron = () => undefined;

function scheduleWith(changes: Partial<ScheduleDefinition> = {}): ScheduleDefinition {
  return {
    version: 1,
    project: "acme",
    id: "nightly",
    spec: { kind: "interval", everyMs: 10_000, anchorMs: CREATED },
    template: {} as ScheduleDefinition["template"],
    overlap: "skip",
    catchUpMs: 60_000,
    jitterMs: 0,
    paused: false,
    createdMs: CREATED,
    updatedMs: CREATED,
    sinceMs: CREATED,
    ...changes,
  };
}

function factsAt(nowMs: number, changes: Partial<TickFacts> = {}): TickFacts {
  return {
    nowMs,
    nextOfCron: noCron,
    jitterShare: () => 0,
    taskId: (tickMs) => `task-${tickMs}`,
    isLastLive: undefined,
    problem: undefined,
    ...changes,
  };
}

/** Decides until there is nothing more to do at that moment; every task is stored at once. */
function run(
  definition: ScheduleDefinition,
  from: ScheduleState,
  nowMs: number,
  isLastLive: boolean,
  changes: Partial<TickFacts> = {},
) {
  const fired: number[] = [];
  let state = from;
  for (;;) {
    if (state.firing !== undefined) {
      fired.push(state.firing.tickMs);
      state = afterFired(state, state.firing);
    }
    const step = decideTick(definition, state, factsAt(nowMs, { isLastLive, ...changes }));
    if (step.do === "wait") return { state, fired, untilMs: step.untilMs };
    if (step.do === "look") throw new Error("what is known was asked for again");
    state = step.state;
  }
}

const fresh = newScheduleState({ createdMs: CREATED });

test("a tick is decided when it is due, not before, and says for when it is the next", () => {
  const early = run(scheduleWith(), fresh, CREATED + 9_999, false);
  expect(early).toMatchObject({ fired: [], untilMs: CREATED + 10_000 });
  const due = run(scheduleWith(), fresh, CREATED + 10_000, false);
  expect(due).toMatchObject({
    fired: [CREATED + 10_000],
    untilMs: CREATED + 20_000,
    state: { fired: 1, lastTaskId: `task-${CREATED + 10_000}` },
  });
});

test("the decision is written before the task is made, and names it", () => {
  const step = decideTick(scheduleWith(), fresh, factsAt(CREATED + 10_000));
  const tickMs = CREATED + 10_000;
  expect(step).toMatchObject({
    do: "write",
    state: { decidedMs: tickMs, firing: { tickMs, taskId: `task-${tickMs}` }, fired: 0 },
  });
});

test("what is being fired has to be finished before anything else is decided", () => {
  const step = decideTick(scheduleWith(), fresh, factsAt(CREATED + 10_000));
  if (step.do !== "write") throw new Error("nothing was decided");
  expect(() => decideTick(scheduleWith(), step.state, factsAt(CREATED + 20_000))).toThrow(/finished first/);
});

describe("while the task before has not ended", () => {
  const running: ScheduleState = { ...fresh, lastTaskId: "old" };
  const at = CREATED + 10_000;

  test("nobody decides before it is known whether it has", () => {
    expect(decideTick(scheduleWith(), running, factsAt(at))).toEqual({ do: "look" });
    expect(decideTick(scheduleWith({ overlap: "allow" }), running, factsAt(at))).toMatchObject({
      do: "write",
    });
  });

  test.each<[OverlapPolicy, object]>([
    ["skip", { fired: [], state: { skipped: 2, lastTick: { outcome: "skipped" } } }],
    ["allow", { fired: [at, at + 10_000], state: { skipped: 0 } }],
    ["buffer_one", { fired: [], state: { bufferedMs: at, skipped: 1 } }],
    ["cancel_running", { fired: [at, at + 10_000], state: { skipped: 0 } }],
  ])("%s", (overlap, expected) => {
    expect(run(scheduleWith({ overlap }), running, at + 10_000, true)).toMatchObject(expected);
  });

  test("cancel_running names the task that is to be cancelled", () => {
    const step = decideTick(
      scheduleWith({ overlap: "cancel_running" }),
      running,
      factsAt(at, { isLastLive: true }),
    );
    expect(step).toMatchObject({ state: { firing: { cancels: "old" } } });
  });

  test("the one that waits fires when that task has ended, and the next waits for it in turn", () => {
    const definition = scheduleWith({ overlap: "buffer_one" });
    const { state } = run(definition, running, at, true);
    const step = decideTick(definition, state, factsAt(at + 5_000, { isLastLive: false }));
    expect(step).toMatchObject({ state: { firing: { tickMs: at, taskId: `task-${at}` } } });
    if (step.do === "write") expect(step.state).not.toHaveProperty("bufferedMs");
  });
});

test("after a downtime the ticks within the window fire, oldest first, and the older ones are missed", () => {
  const definition = scheduleWith({ overlap: "allow", catchUpMs: 25_000 });
  const caughtUp = run(definition, fresh, CREATED + 105_000, false);
  expect(caughtUp.fired).toEqual([80, 90, 100].map((seconds) => CREATED + seconds * 1_000));
  expect(caughtUp.state).toMatchObject({ missed: 7, fired: 3 });
});

test("without a task type a tick fails, says why, and the schedule goes on", () => {
  const failed = run(scheduleWith(), fresh, CREATED + 20_000, false, { problem: "no such type" });
  expect(failed).toMatchObject({
    fired: [],
    untilMs: CREATED + 30_000,
    state: { failed: 2, lastTick: { outcome: "failed", problem: "no such type" } },
  });
});

test("a pause makes no ticks, and what would have been some are not caught up", () => {
  const paused = run(scheduleWith({ paused: true }), fresh, CREATED + 30_000, false);
  expect(paused).toMatchObject({ fired: [], untilMs: undefined, state: fresh });
  const resumed = run(scheduleWith({ sinceMs: CREATED + 35_000 }), fresh, CREATED + 40_000, false);
  expect(resumed).toMatchObject({ fired: [CREATED + 40_000], state: { missed: 0 } });
});

test("ticks begin with start, end before end, and keep the phase of the anchor", () => {
  const definition = scheduleWith({
    spec: { kind: "interval", everyMs: 10_000, anchorMs: CREATED + 3_000 },
    startMs: CREATED + 13_000,
    endMs: CREATED + 33_000,
  });
  const { fired, untilMs } = run({ ...definition, overlap: "allow" }, fresh, CREATED + 60_000, false);
  expect(fired).toEqual([CREATED + 13_000, CREATED + 23_000]);
  expect(untilMs).toBeUndefined();
  expect(nextTime(definition, fresh, CREATED + 40_000, noCron)).toBeUndefined();
});

test("the state of an earlier schedule of the same name does not count", () => {
  const earlier = { ...fresh, createdMs: CREATED - 1, fired: 7 };
  expect(stateOf(scheduleWith(), earlier)).toEqual(fresh);
  expect(stateOf(scheduleWith(), { ...fresh, fired: 7 }).fired).toBe(7);
});

test("whenever a scheduler looks, every tick gets exactly one outcome, in order and never early", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<OverlapPolicy>("skip", "allow", "cancel_running"),
      fc.integer({ min: 1_000, max: 20_000 }),
      fc.integer({ min: 0, max: 50_000 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.array(
        fc.record({
          laterMs: fc.integer({ min: 1, max: 90_000 }),
          isLive: fc.boolean(),
          hasType: fc.boolean(),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      (overlap, everyMs, catchUpMs, jitterMs, looks) => {
        const spec = { kind: "interval", everyMs, anchorMs: CREATED } as const;
        const definition = scheduleWith({ overlap, spec, catchUpMs, jitterMs });
        const jitterShare = (tickMs: number) => (tickMs % 97) / 97;
        let state = fresh;
        let nowMs = CREATED;
        const all: number[] = [];
        for (const { laterMs, isLive, hasType } of looks) {
          nowMs += laterMs;
          const problem = hasType ? undefined : "no such type";
          const looked = run(definition, state, nowMs, isLive, { jitterShare, problem });
          state = looked.state;
          all.push(...looked.fired);
          for (const tick of looked.fired) {
            expect(tick + Math.floor(Math.min(jitterMs, everyMs) * jitterShare(tick))).toBeLessThanOrEqual(
              nowMs,
            );
            expect(nowMs - tick).toBeLessThanOrEqual(catchUpMs + jitterMs);
          }
        }
        expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b));
        expect(all).toHaveLength(state.fired);
        const passed = (state.decidedMs - CREATED) / everyMs;
        expect(state.fired + state.skipped + state.missed + state.failed).toBe(passed);
        expect(nextTick(definition, state.decidedMs, noCron)).toBeGreaterThan(nowMs - jitterMs);
      },
    ),
  );
});

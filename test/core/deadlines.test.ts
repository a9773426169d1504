import { describe, expect, test } from "vitest";
import { limitsBy, withDeadlines } from "../../core/deadlines.ts";
import { decideDelivery } from "../../core/delivery.ts";
import type { TaskEvent } from "../../core/event.ts";
import { decideDeadline } from "../../core/fired-timer.ts";
import { applyAllowed } from "../../core/lifecycle.ts";
import { decideOutcome } from "../../core/outcome.ts";
import type { TaskRecord } from "../../core/task.ts";
import { newRecord, newTask } from "../support/task-record.ts";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");
const iso = (ms: number) => new Date(ms).toISOString();
const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };

/** A task that must have started 1 s, and have ended 10 s, after `NOW`. */
const options = withDeadlines({ ...newTask().options, startTimeoutMs: 1_000, totalTimeoutMs: 10_000 }, NOW);
const START_BY = NOW + 1_000;
const COMPLETE_BY = NOW + 10_000;

type Step = Omit<TaskEvent, "time">;
const taskAfter = (...steps: Step[]): TaskRecord =>
  steps.reduce((task, step) => applyAllowed(task, { ...step, time: iso(NOW) }), newRecord({ options }));
const started: Step = { type: "started", attempt: 1, worker: "w1", messageSequence: 7 };
const failed: Step = { type: "retry_scheduled", attempt: 1, error, dueAt: iso(NOW) };
const at = (record: TaskRecord) => ({ record, sequence: 4 });

test("deadlines count from when a task is due, and are only there where they were asked for", () => {
  expect(options).toMatchObject({ startBy: iso(START_BY), completeBy: iso(COMPLETE_BY) });
  expect(withDeadlines(newTask().options, NOW)).toEqual(newTask().options);
  expect(withDeadlines(options, NOW + 5)).toMatchObject({ startBy: iso(START_BY + 5) });
});

describe("the time by which a task must start", () => {
  test("expires a task that waits for its first attempt, from that moment on", () => {
    const waiting = taskAfter();
    expect(decideDeadline("start_by", at(waiting), START_BY, START_BY)).toMatchObject({
      do: "end",
      from: { sequence: 4, record: { state: "EXPIRED", reason: "START_TIMEOUT" } },
    });
    expect(decideDeadline("start_by", at(waiting), START_BY - 1, START_BY)).toEqual({
      do: "set",
      record: waiting,
    });
  });

  test("is nothing to a task that has started, even when it waits for its next attempt", () => {
    for (const record of [taskAfter(started), taskAfter(started, failed)]) {
      expect(decideDeadline("start_by", at(record), START_BY, START_BY)).toEqual({ do: "nothing" });
    }
    const retrying = taskAfter(started, failed);
    const carried = { ...at(retrying), messageSequence: 9 };
    expect(decideDelivery(carried, undefined, START_BY)).toMatchObject({ do: "start" });
  });

  test("holds again for a task that is done again", () => {
    const again = taskAfter(started, { type: "failed", attempt: 1, error }, { type: "requeued", attempt: 1 });
    expect(decideDeadline("start_by", at(again), START_BY, START_BY)).toMatchObject({
      do: "end",
      from: { record: { state: "EXPIRED" } },
    });
  });
});

test("a task that has missed both deadlines before anybody looked has missed the first, whoever looks", () => {
  const waiting = taskAfter();
  const expired = { do: "end", from: { record: { state: "EXPIRED", reason: "START_TIMEOUT" } } };
  const later = COMPLETE_BY + 60_000;
  expect(decideDeadline("start_by", at(waiting), START_BY, later)).toMatchObject(expired);
  expect(decideDeadline("complete_by", at(waiting), COMPLETE_BY, later)).toMatchObject(expired);
  const carried = { record: waiting, sequence: 0, messageSequence: 7 };
  expect(decideDelivery(carried, undefined, later)).toMatchObject(expired);
});

test("a deadline that is kept late is recorded as late as that", () => {
  const later = COMPLETE_BY + 60_000;
  const ended = decideDeadline("start_by", at(taskAfter()), START_BY, later);
  expect(ended).toMatchObject({ do: "end", from: { record: { finishedAt: iso(later) } } });
  const stopped = decideDeadline("complete_by", at(taskAfter(started)), COMPLETE_BY, later);
  expect(stopped.do === "stop" && stopped.from.record.timeline.at(-1)?.time).toBe(iso(later));
});

describe("the time by which a task must have ended", () => {
  /** It may start whenever it likes. */
  const unhurried = newRecord({
    options: withDeadlines({ ...newTask().options, totalTimeoutMs: 10_000 }, NOW),
  });
  const fired = (record: TaskRecord, ms = COMPLETE_BY) => decideDeadline("complete_by", at(record), ms, ms);

  test("fails a task that waits, with the error of its last attempt as the cause", () => {
    expect(fired(unhurried)).toMatchObject({ do: "end", from: { record: { state: "FAILED" } } });
    expect(fired(taskAfter(started, failed))).toMatchObject({
      do: "end",
      from: {
        record: {
          state: "FAILED",
          reason: "DEADLINE_EXCEEDED",
          error: { name: "DeadlineExceeded", reason: "DEADLINE_EXCEEDED", causes: ["Error: no"] },
        },
      },
    });
  });

  test("has a task that runs stopped, in the name of the scheduler", () => {
    const decision = fired(taskAfter(started));
    expect(decision).toMatchObject({ do: "stop", from: { sequence: 4, record: { state: "CANCELLING" } } });
    const { timeline } = decision.do === "stop" ? decision.from.record : taskAfter();
    expect(timeline.at(-1)).toMatchObject({
      type: "cancel_requested",
      by: "scheduler",
      reason: "DEADLINE_EXCEEDED",
    });
  });

  test("is nothing to a task that is being stopped or has ended", () => {
    const stopping = taskAfter(started, { type: "cancel_requested", attempt: 1 });
    const ended = taskAfter(started, { type: "succeeded", attempt: 1 });
    for (const record of [stopping, ended]) expect(fired(record)).toEqual({ do: "nothing" });
  });

  test("that has been moved does nothing before it comes", () => {
    const record = taskAfter(started);
    expect(fired(record, COMPLETE_BY - 1)).toEqual({ do: "set", record });
  });

  test("is kept without a scheduler: what is handed out too late never starts, and what fails too late is not tried again", () => {
    const submitted = { record: unhurried, sequence: 0, messageSequence: 7 };
    const ended = { do: "end", from: { record: { state: "FAILED", reason: "DEADLINE_EXCEEDED" } } };
    expect(decideDelivery(submitted, undefined, COMPLETE_BY)).toMatchObject(ended);
    const running = taskAfter(started);
    expect(decideDelivery(submitted, { record: running, sequence: 1 }, COMPLETE_BY)).toMatchObject(ended);
    const outcome = { kind: "failed", error, retryable: true } as const;
    const circumstances = { random: 0, worker: "w1", crashLimit: 2 };
    const end = (nowMs: number) => decideOutcome(running, outcome, { ...circumstances, nowMs }).event;
    expect(end(COMPLETE_BY)).toMatchObject({ type: "failed", reason: "DEADLINE_EXCEEDED" });
    expect(end(COMPLETE_BY - 1)).toMatchObject({ type: "retry_scheduled" });
  });

  test("bounds an attempt, with its grace and some time for a scheduler to be first", () => {
    const limits = { softLimitMs: 540_000, hardLimitMs: 600_000 };
    expect(limitsBy(newTask().options, 30_000, NOW)).toEqual(limits);
    expect(limitsBy(options, 30_000, NOW)).toEqual({ softLimitMs: 45_000, hardLimitMs: 45_000 });
  });
});

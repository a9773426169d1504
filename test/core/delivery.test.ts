import { describe, expect, test } from "vitest";
import { type Carried, decideDelivery, type Fenced } from "../../core/delivery.ts";
import type { TaskEvent } from "../../core/event.ts";
import { decideExhausted } from "../../core/exhausted.ts";
import { applyEvent } from "../../core/lifecycle.ts";
import type { TaskRecord } from "../../core/task.ts";
import { newRecord, newTask } from "../support/task-record.ts";
import { deepFreeze } from "./deep-freeze.ts";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");
const time = new Date(NOW).toISOString();

function afterEvents(record: TaskRecord, ...events: Omit<TaskEvent, "time">[]): TaskRecord {
  return deepFreeze(
    events.reduce((current, event) => {
      const applied = applyEvent(current, { ...event, time });
      if (!applied.ok) throw new Error(applied.refusal.why);
      return applied.record;
    }, record),
  );
}

const queued = deepFreeze({ ...newRecord(), maxAttempts: 2 });
/** The message number 7, which was submitted. */
const submitted: Carried = { record: queued, sequence: 0, messageSequence: 7 };
const start = (attempt: number, messageSequence: number) =>
  ({ type: "started", attempt, worker: "w1", messageSequence }) as const;
const running = afterEvents(queued, start(1, 7));
const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
const retrying = afterEvents(running, { type: "retry_scheduled", attempt: 1, error, dueAt: time });
const cancelling = afterEvents(running, {
  type: "cancel_requested",
  attempt: 1,
  by: "key-1",
  message: "wrong input",
});
const at = (record: TaskRecord, sequence: number): Fenced => ({ record, sequence });

describe("a first delivery", () => {
  test("starts from what it carries", () => {
    expect(decideDelivery(submitted, undefined, NOW)).toMatchObject({ do: "start", from: { sequence: 0 } });
  });

  test("starts a retry from the record that it names", () => {
    const carried = { record: retrying, sequence: 4, messageSequence: 9 };
    expect(decideDelivery(carried, undefined, NOW)).toMatchObject({ do: "start", from: { sequence: 4 } });
    expect(decideDelivery(carried, at(retrying, 4), NOW)).toEqual({ do: "start", from: at(retrying, 4) });
  });

  test("ends a task whose time to start has passed, and not a moment earlier", () => {
    const startBy = (ms: number): Carried => ({
      ...submitted,
      record: { ...queued, options: { ...newTask().options, startBy: new Date(NOW + ms).toISOString() } },
    });
    expect(decideDelivery(startBy(1), undefined, NOW).do).toBe("start");
    for (const ms of [0, -1]) {
      expect(decideDelivery(startBy(ms), undefined, NOW)).toMatchObject({
        do: "end",
        from: { sequence: 0, record: { state: "EXPIRED", reason: "START_TIMEOUT" } },
      });
    }
  });
});

describe("a delivery of a task that has moved on", () => {
  test("is dropped when the task has ended", () => {
    for (const type of ["succeeded", "failed"] as const) {
      const ended = afterEvents(running, { type, attempt: 1 });
      expect(decideDelivery(submitted, at(ended, 2), NOW).do).toBe("drop");
    }
    const cancelled = afterEvents(queued, { type: "cancelled", attempt: 0 });
    expect(decideDelivery(submitted, at(cancelled, 1), NOW)).toEqual({
      do: "drop",
      why: "already CANCELLED",
    });
  });

  test("starts the next attempt when the worker of this message is gone", () => {
    const decision = decideDelivery(submitted, at(running, 1), NOW);
    expect(decision).toMatchObject({
      do: "start",
      from: { sequence: 1, record: { state: "QUEUED", attempt: 1 } },
    });
    const { timeline, maxAttempts } = decision.do === "start" ? decision.from.record : queued;
    expect(timeline.at(-1)).toMatchObject({
      type: "interrupted",
      reason: "WORKER_LOST",
      worker: "w1",
      attempt: 1,
    });
    expect(maxAttempts).toBe(2);
  });

  test("ends the task when the worker of its last attempt is gone", () => {
    const last = afterEvents(retrying, start(2, 7));
    expect(decideDelivery(submitted, at(last, 3), NOW)).toMatchObject({
      do: "end",
      from: {
        sequence: 3,
        record: { state: "FAILED", reason: "WORKER_LOST", error: { name: "WorkerLost" } },
      },
    });
  });

  test("ends a task that was being cancelled, for who asked and why", () => {
    const decision = decideDelivery(submitted, at(cancelling, 2), NOW);
    expect(decision).toMatchObject({ do: "end", from: { sequence: 2, record: { state: "CANCELLED" } } });
    const record = decision.do === "end" ? decision.from.record : queued;
    expect(record.timeline.at(-1)).toMatchObject({ type: "cancelled", by: "key-1", message: "wrong input" });
  });

  test("fails a task that its deadline was stopping", () => {
    const stopping = afterEvents(running, {
      type: "cancel_requested",
      attempt: 1,
      reason: "DEADLINE_EXCEEDED",
    });
    expect(decideDelivery(submitted, at(stopping, 2), NOW)).toMatchObject({
      do: "end",
      from: { record: { state: "FAILED", reason: "DEADLINE_EXCEEDED", error: { name: "DeadlineExceeded" } } },
    });
  });

  test("leaves an attempt alone that runs from another message", () => {
    const other = { ...submitted, messageSequence: 8 };
    for (const record of [running, cancelling]) {
      expect(decideDelivery(other, at(record, 2), NOW)).toEqual({
        do: "drop",
        why: "attempt 1 runs from another message",
      });
    }
  });

  test("puts the task in line again when a crash came between the record and its message", () => {
    const snoozed = afterEvents(running, { type: "scheduled", attempt: 1, dueAt: time });
    const drained = afterEvents(running, { type: "interrupted", attempt: 1, reason: "DRAINED" });
    for (const record of [retrying, snoozed, drained]) {
      expect(decideDelivery(submitted, at(record, 2), NOW)).toEqual({ do: "requeue", from: at(record, 2) });
    }
  });

  test("is dropped when its record is gone: it has ended and expired", () => {
    const carried = { record: retrying, sequence: 4, messageSequence: 9 };
    expect(decideDelivery(carried, null, NOW)).toEqual({ do: "drop", why: "the record has expired" });
  });

  test("starts for the first time when nobody has recorded a start yet", () => {
    expect(decideDelivery(submitted, null, NOW)).toMatchObject({ do: "start", from: { sequence: 0 } });
  });
});

describe("a message that ran out of deliveries", () => {
  test("fails a task that was running: its workers are gone", () => {
    expect(decideExhausted(submitted, at(running, 1), NOW)).toMatchObject({
      do: "end",
      from: { sequence: 1, record: { state: "FAILED", reason: "WORKER_LOST", attempt: 1, worker: "w1" } },
    });
  });

  test("fails a task that never started", () => {
    expect(decideExhausted(submitted, null, NOW)).toMatchObject({
      do: "end",
      from: {
        sequence: 0,
        record: { state: "FAILED", reason: "DELIVERIES_USED_UP", error: { name: "DeliveriesUsedUp" } },
      },
    });
    const carried = { record: retrying, sequence: 4, messageSequence: 9 };
    expect(decideExhausted(carried, at(retrying, 4), NOW)).toMatchObject({
      do: "end",
      from: { sequence: 4, record: { state: "FAILED", reason: "DELIVERIES_USED_UP" } },
    });
  });

  test("does what a worker would have done otherwise", () => {
    expect(decideExhausted(submitted, at(cancelling, 2), NOW)).toMatchObject({
      do: "end",
      from: { record: { state: "CANCELLED" } },
    });
    expect(decideExhausted(submitted, at(retrying, 2), NOW)).toEqual({
      do: "requeue",
      from: at(retrying, 2),
    });
    expect(decideExhausted({ ...submitted, messageSequence: 8 }, at(running, 2), NOW).do).toBe("drop");
    expect(
      decideExhausted(submitted, at(afterEvents(running, { type: "succeeded", attempt: 1 }), 2), NOW).do,
    ).toBe("drop");
  });
});

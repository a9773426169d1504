import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_TYPES, type EventType, type TaskEvent } from "../../core/event.ts";
import { applyEvent, isTerminal, recordTtlMs, TRANSITIONS } from "../../core/lifecycle.ts";
import { TASK_STATES, type TaskRecord } from "../../core/task.ts";
import { newRecord } from "../support/task-record.ts";
import { deepFreeze } from "./deep-freeze.ts";

const T0 = Date.parse("2026-01-01T00:00:00.000Z");
const time = (step: number) => new Date(T0 + step * 1_000).toISOString();

/** What happens next, told without knowing the record: the attempt is relative to the one that would be right. */
interface Step {
  readonly type: EventType;
  readonly attemptOffset: number;
  readonly reason?: string;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record(
    {
      type: fc.oneof(
        { weight: 3, arbitrary: fc.constant<EventType>("started") },
        { weight: 5, arbitrary: fc.constantFrom(...EVENT_TYPES) },
      ),
      attemptOffset: fc.oneof(
        { weight: 5, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
      ),
      reason: fc.constantFrom("WORKER_LOST", "DRAINED", "HANDLER_ERROR"),
    },
    { requiredKeys: ["type", "attemptOffset"] },
  ),
  { maxLength: 40 },
);

const firstRecords = fc
  .record({ maxRetries: fc.integer({ min: 0, max: 4 }), delayed: fc.boolean() })
  .map(({ maxRetries, delayed }) => {
    const base = newRecord(delayed ? { dueAtMs: Date.now() + 60_000 } : {});
    return { ...base, maxAttempts: maxRetries + 1 };
  });

function eventOf(step: Step, record: TaskRecord, index: number): TaskEvent {
  const right = step.type === "started" ? record.attempt + 1 : record.attempt;
  return {
    type: step.type,
    time: time(index),
    attempt: right + step.attemptOffset,
    ...(step.reason !== undefined && { reason: step.reason }),
    ...(step.type === "failed" && { error: { name: "Error", message: "no", reason: "HANDLER_ERROR" } }),
  };
}

/** Plays a life, and checks each step: `before` and `after` are the same record when the event was refused. */
function live(
  first: TaskRecord,
  life: readonly Step[],
  check: (before: TaskRecord, event: TaskEvent, after: TaskRecord | undefined) => void,
): TaskRecord {
  let record = deepFreeze(first);
  life.forEach((step, index) => {
    const event = deepFreeze(eventOf(step, record, index));
    const applied = applyEvent(record, event);
    check(record, event, applied.ok ? applied.record : undefined);
    if (applied.ok) record = deepFreeze(applied.record);
  });
  return record;
}

describe("whatever happens to a task", () => {
  test("an end is the end: no event moves a task out of a terminal state but the wish to have it done again", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          if (!isTerminal(before.state)) return;
          const isWished = event.type === "requeued" && event.attempt === before.attempt;
          if (isWished && before.state !== "SUCCEEDED") expect(after?.state).toBe("QUEUED");
          else expect(after).toBeUndefined();
        });
      }),
    );
  });

  test("it moves only as the table says", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          if (after !== undefined) expect(after.state).toBe(TRANSITIONS[before.state][event.type]);
        });
      }),
    );
  });

  test("attempts never fall, rise by one and only with a start, and never pass what is allowed", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          if (after === undefined) return;
          expect(after.attempt - before.attempt).toBe(event.type === "started" ? 1 : 0);
          expect(after.attempt).toBeLessThanOrEqual(after.maxAttempts);
        });
      }),
    );
  });

  test("the timeline only grows, by the event that happened", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          if (after !== undefined) expect(after.timeline).toEqual([...before.timeline, event]);
        });
      }),
    );
  });

  test("an event of another attempt changes nothing", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          const right = event.type === "started" ? before.attempt + 1 : before.attempt;
          if (event.attempt !== right) expect(after).toBeUndefined();
        });
      }),
    );
  });

  test("an attempt that was put off or handed back is given back, one that failed or lost its worker is not", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          if (after === undefined || isTerminal(before.state)) return;
          const givenBack =
            (event.type === "scheduled" && before.state === "RUNNING") ||
            (event.type === "interrupted" && event.reason !== "WORKER_LOST");
          expect(after.maxAttempts - before.maxAttempts).toBe(givenBack ? 1 : 0);
        });
      }),
    );
  });

  test("who it is, and what it was given, never changes", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        const last = live(first, life, () => undefined);
        for (const key of ["id", "project", "type", "queue", "payload", "options", "createdAt"] as const) {
          expect(last[key]).toEqual(first[key]);
        }
      }),
    );
  });

  test("a task that is done again gets as many attempts as a new one, and keeps nothing of its outcome but its timeline", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        live(first, life, (before, event, after) => {
          if (after === undefined || !isTerminal(before.state)) return;
          expect(after.maxAttempts - after.attempt).toBe(before.options.retry.maxRetries + 1);
          const { error, result, finishedAt, expiresAt } = after;
          expect([error, result, finishedAt, expiresAt]).toEqual([
            undefined,
            undefined,
            undefined,
            undefined,
          ]);
          expect(after.timeline).toEqual([...before.timeline, event]);
        });
      }),
    );
  });

  test("a finished task has its end stamped, an unfinished one has none", () => {
    fc.assert(
      fc.property(firstRecords, steps, (first, life) => {
        const last = live(first, life, () => undefined);
        if (!isTerminal(last.state)) {
          expect([last.finishedAt, last.expiresAt]).toEqual([undefined, undefined]);
          return;
        }
        expect(last.finishedAt).toBe(last.timeline.at(-1)?.time);
        const kept = Date.parse(last.expiresAt ?? "") - Date.parse(last.finishedAt ?? "");
        expect(kept).toBe(last.state === "FAILED" ? last.options.failedTtlMs : last.options.resultTtlMs);
        expect(kept).toBe(recordTtlMs(last));
      }),
    );
  });
});

/** Applies events that must be accepted. */
function afterEvents(
  record: TaskRecord,
  ...events: (Omit<TaskEvent, "time"> & { result?: unknown })[]
): TaskRecord {
  return events.reduce((current, { result, ...event }) => {
    const applied = applyEvent(current, { ...event, time: time(1) }, { result });
    if (!applied.ok) throw new Error(`${event.type} refused: ${applied.refusal.why}`);
    return applied.record;
  }, record);
}

const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };

describe("a record", () => {
  test("says why an event was refused", () => {
    const running = afterEvents({ ...newRecord(), maxAttempts: 1 }, { type: "started", attempt: 1 });
    const refusal = (record: TaskRecord, type: EventType, attempt: number) => {
      const applied = applyEvent(record, { type, attempt, time: time(2) });
      return applied.ok ? undefined : applied.refusal;
    };
    expect(refusal(running, "started", 2)).toEqual({ why: "NOT_ALLOWED", state: "RUNNING" });
    expect(refusal(running, "succeeded", 0)).toEqual({ why: "STALE_ATTEMPT", state: "RUNNING" });
    const lost = afterEvents(running, { type: "interrupted", attempt: 1, reason: "WORKER_LOST" });
    expect(refusal(lost, "started", 2)).toEqual({ why: "ATTEMPTS_USED_UP", state: "QUEUED" });
  });

  test("keeps the result of a task that succeeded, and not the error of an attempt before", () => {
    const record = afterEvents(
      newRecord(),
      { type: "started", attempt: 1, worker: "w1" },
      { type: "retry_scheduled", attempt: 1, error, dueAt: time(5) },
      { type: "started", attempt: 2, worker: "w2" },
      { type: "succeeded", attempt: 2, result: { n: 1 } },
    );
    expect(record).toMatchObject({ state: "SUCCEEDED", attempt: 2, worker: "w2", result: { n: 1 } });
    expect(record.error).toBeUndefined();
    expect(record.timeline.find(({ type }) => type === "retry_scheduled")?.error).toEqual(error);
  });

  test("keeps the last error of a task that failed", () => {
    const record = afterEvents(
      newRecord(),
      { type: "started", attempt: 1 },
      { type: "failed", attempt: 1, reason: "HANDLER_ERROR", error },
    );
    expect(record).toMatchObject({ state: "FAILED", reason: "HANDLER_ERROR", error });
  });

  test("forgets the due time once the task starts, and the reason with the next event", () => {
    const retrying = afterEvents(
      newRecord(),
      { type: "started", attempt: 1 },
      { type: "retry_scheduled", attempt: 1, reason: "HANDLER_ERROR", dueAt: time(9) },
    );
    expect(retrying).toMatchObject({ dueAt: time(9), reason: "HANDLER_ERROR" });
    const running = afterEvents(retrying, { type: "started", attempt: 2 });
    expect([running.dueAt, running.reason]).toEqual([undefined, undefined]);
    expect(running.startedAt).toBe(time(1));
  });

  test("may keep a partial result when it is cancelled", () => {
    const record = afterEvents(
      newRecord(),
      { type: "started", attempt: 1 },
      { type: "cancel_requested", attempt: 1, by: "key-1", message: "not needed" },
      { type: "cancelled", attempt: 1, stopMs: 120, result: "half" },
    );
    expect(record).toMatchObject({ state: "CANCELLED", result: "half" });
    expect(record.timeline.at(-1)).toMatchObject({ stopMs: 120 });
  });
});

test("what somebody changes about a task is different from then on, and nothing else is", () => {
  const record = newRecord();
  const event: TaskEvent = { type: "requeued", time: time(1), attempt: 0, by: "key" };
  const applied = applyEvent(record, event, { changes: { priority: "high", payload: { name: "Eve" } } });
  expect(applied).toEqual({
    ok: true,
    record: { ...record, priority: "high", payload: { name: "Eve" }, timeline: [...record.timeline, event] },
  });
});

describe("the table", () => {
  test("has a row for every state, and leads only to states", () => {
    expect(Object.keys(TRANSITIONS).toSorted()).toEqual(TASK_STATES.toSorted());
    const targets = Object.values(TRANSITIONS).flatMap((row) => Object.values(row));
    for (const target of targets) expect(TASK_STATES).toContain(target);
  });

  test("lets every task end: from each state an end can be reached", () => {
    const ends = new Set<string>(TASK_STATES.filter(isTerminal));
    expect([...ends].toSorted()).toEqual(["CANCELLED", "EXPIRED", "FAILED", "SUCCEEDED"]);
    for (let round = 0; round < TASK_STATES.length; round++) {
      for (const state of TASK_STATES) {
        if (Object.values(TRANSITIONS[state]).some((next) => ends.has(next))) ends.add(state);
      }
    }
    expect(ends.size).toBe(TASK_STATES.length);
  });
});

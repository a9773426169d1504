import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEvent } from "../../core/lifecycle.ts";
import { type AttemptOutcome, decideOutcome } from "../../core/outcome.ts";
import type { RetryPolicy } from "../../core/retry.ts";
import type { TaskRecord } from "../../core/task.ts";
import { newRecord, newTask } from "../support/task-record.ts";
import { deepFreeze } from "./deep-freeze.ts";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");
const at = (random = 0.5) => ({ nowMs: NOW, random, worker: "w1", crashLimit: 2 });
const later = (ms: number) => new Date(NOW + ms).toISOString();

const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
const failed = { kind: "failed", error, retryable: true } as const;

/** A task in its attempt number `attempt`, which is running. */
function running(attempt = 1, retry: Partial<RetryPolicy> = {}): TaskRecord {
  const policy: RetryPolicy = {
    maxRetries: 3,
    backoffMs: [60_000, 120_000, 240_000],
    jitter: "none",
    ...retry,
  };
  let record = newRecord({ options: { ...newTask().options, retry: policy } });
  for (let i = 1; i <= attempt; i++) {
    record = apply(record, { type: "started", time: later(0), attempt: i });
    if (i < attempt) record = apply(record, decideOutcome(record, failed, at()).event);
  }
  return deepFreeze(record);
}

function apply(record: TaskRecord, event: Parameters<typeof applyEvent>[1]): TaskRecord {
  const applied = applyEvent(record, event);
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

function cancelling(reason?: string): TaskRecord {
  return apply(running(), {
    type: "cancel_requested",
    time: later(0),
    attempt: 1,
    by: "key-1",
    message: "wrong input",
    ...(reason !== undefined && { reason }),
  });
}

describe("an attempt that returns", () => {
  test("is a success, with what it returned", () => {
    expect(decideOutcome(running(), { kind: "returned", result: { n: 1 } }, at())).toEqual({
      event: { type: "succeeded", time: later(0), attempt: 1, worker: "w1" },
      result: { n: 1 },
    });
  });
});

describe("an attempt that fails", () => {
  test("is tried again after the delay of the policy", () => {
    for (const [attempt, delayMs] of [
      [1, 60_000],
      [2, 120_000],
      [3, 240_000],
    ] as const) {
      expect(decideOutcome(running(attempt), failed, at()).event).toEqual({
        type: "retry_scheduled",
        time: later(0),
        attempt,
        worker: "w1",
        reason: "HANDLER_ERROR",
        error,
        dueAt: later(delayMs),
      });
    }
  });

  test("with full jitter is tried again within the delay", () => {
    const record = running(1, { jitter: "full" });
    expect(decideOutcome(record, failed, at(0)).event.dueAt).toBe(later(0));
    expect(decideOutcome(record, failed, at(0.5)).event.dueAt).toBe(later(30_000));
    expect(decideOutcome(record, failed, at(0.999999)).event.dueAt).toBe(later(60_000));
  });

  test("is the end when it was the last one", () => {
    expect(decideOutcome(running(4), failed, at()).event).toMatchObject({ type: "failed", error });
    expect(decideOutcome(running(1, { maxRetries: 0 }), failed, at()).event.type).toBe("failed");
  });

  test("is the end when no retry can mend it", () => {
    const outcome = { ...failed, retryable: false };
    expect(decideOutcome(running(), outcome, at()).event).toMatchObject({ type: "failed", error });
  });

  test("is tried again exactly when the handler says, if attempts are left", () => {
    const outcome = { ...failed, retryAfterMs: 7_777 };
    expect(decideOutcome(running(2, { jitter: "full" }), outcome, at(0.9)).event.dueAt).toBe(later(7_777));
    expect(decideOutcome(running(4), outcome, at()).event.type).toBe("failed");
  });
});

describe("an attempt that is put off", () => {
  const snoozed: AttemptOutcome = { kind: "snoozed", delayMs: 5_000, message: "no licence free" };

  test("is scheduled again after exactly that time", () => {
    expect(decideOutcome(running(), snoozed, at()).event).toEqual({
      type: "scheduled",
      time: later(0),
      attempt: 1,
      worker: "w1",
      reason: "SNOOZED",
      message: "no licence free",
      dueAt: later(5_000),
    });
  });

  test("costs no attempt and makes no later delay longer", () => {
    let record = running();
    for (let attempt = 2; attempt <= 6; attempt++) {
      record = apply(record, decideOutcome(record, snoozed, at()).event);
      record = apply(record, { type: "started", time: later(0), attempt });
    }
    expect(decideOutcome(record, failed, at()).event).toMatchObject({
      type: "retry_scheduled",
      dueAt: later(60_000),
    });
    expect(record.maxAttempts - record.attempt).toBe(3);
  });
});

describe("an attempt that somebody asked to cancel", () => {
  test("is cancelled however it ends, and says who asked, why, and how long the stop took", () => {
    const base = {
      type: "cancelled",
      time: later(0),
      attempt: 1,
      worker: "w1",
      by: "key-1",
      message: "wrong input",
      stopMs: 250,
    };
    const circumstances = { ...at(), stopMs: 250 };
    expect(decideOutcome(cancelling(), failed, circumstances)).toEqual({ event: { ...base, error } });
    expect(decideOutcome(cancelling(), { kind: "snoozed", delayMs: 1 }, circumstances)).toEqual({
      event: base,
    });
  });

  test("keeps what it returned as a partial result", () => {
    const decision = decideOutcome(cancelling(), { kind: "returned", result: "half" }, at());
    expect(decision.event.type).toBe("cancelled");
    expect(decision.result).toBe("half");
  });
});

describe("an attempt that was told to stop by its deadline", () => {
  const pastDeadline = () =>
    apply(running(), {
      type: "cancel_requested",
      time: later(0),
      attempt: 1,
      by: "scheduler",
      reason: "DEADLINE_EXCEEDED",
      message: "not done by noon",
    });

  test("has failed for that, with what it ended with as the cause, and is not tried again", () => {
    expect(decideOutcome(pastDeadline(), failed, { ...at(), stopMs: 7 })).toEqual({
      event: {
        type: "failed",
        time: later(0),
        attempt: 1,
        worker: "w1",
        stopMs: 7,
        reason: "DEADLINE_EXCEEDED",
        by: "scheduler",
        message: "not done by noon",
        error: {
          name: "DeadlineExceeded",
          message: "not done by noon",
          reason: "DEADLINE_EXCEEDED",
          causes: ["Error: no"],
        },
      },
    });
  });

  test("has failed also when it returned after all", () => {
    const decision = decideOutcome(pastDeadline(), { kind: "returned", result: "half" }, at());
    expect(decision.event).toMatchObject({ type: "failed", reason: "DEADLINE_EXCEEDED" });
    expect(decision.result).toBeUndefined();
  });
});

const outcomes: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.record({ kind: fc.constant("returned" as const), result: fc.jsonValue() }),
  fc.record(
    {
      kind: fc.constant("failed" as const),
      error: fc.constant(error),
      retryable: fc.boolean(),
      retryAfterMs: fc.nat(),
    },
    { requiredKeys: ["kind", "error", "retryable"] },
  ),
  fc.record({ kind: fc.constant("snoozed" as const), delayMs: fc.nat() }),
);

test("whatever an attempt ends with, the life cycle accepts the event that records it", () => {
  const records = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((attempt) => running(attempt)),
    fc.constantFrom(undefined, "DEADLINE_EXCEEDED").map((reason) => deepFreeze(cancelling(reason))),
  );
  fc.assert(
    fc.property(
      records,
      outcomes,
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (record, outcome, random) => {
        const { event, result } = decideOutcome(record, outcome, at(random));
        const applied = applyEvent(record, event, { result });
        expect(applied.ok).toBe(true);
        if (event.dueAt !== undefined) expect(Date.parse(event.dueAt)).toBeGreaterThanOrEqual(NOW);
      },
    ),
  );
});

describe("a task whose child crashes", () => {
  const crash = (attempt: number): AttemptOutcome => ({
    kind: "failed",
    retryable: true,
    error: { name: "ChildExited", message: `crash ${attempt}`, reason: "CHILD_EXITED", signal: "SIGSEGV" },
  });

  test("is tried again after the first time, and FAILED with CRASH_LOOP at the limit, retries left or not", () => {
    const first = decideOutcome(running(), crash(1), at());
    expect(first.event.type).toBe("retry_scheduled");

    const again = { ...running(), attempt: 2, timeline: [...running().timeline, first.event] };
    const second = decideOutcome(again, crash(2), at());
    expect(second.event).toMatchObject({
      type: "failed",
      reason: "CRASH_LOOP",
      error: { signal: "SIGSEGV" },
    });
    expect(decideOutcome(again, crash(2), { ...at(), crashLimit: 3 }).event.type).toBe("retry_scheduled");
  });

  test("does not count a kill of ours, nor an exit without a signal", () => {
    const first = decideOutcome(running(), crash(1), at());
    const again = { ...running(), attempt: 2, timeline: [...running().timeline, first.event] };
    for (const error of [
      { name: "HardLimitExceeded", message: "", reason: "HARD_LIMIT", signal: "SIGKILL" },
      { name: "ChildExited", message: "", reason: "CHILD_EXITED", exitCode: 1 },
    ]) {
      const { event } = decideOutcome(again, { kind: "failed", retryable: true, error }, at());
      expect(event.type).toBe("retry_scheduled");
    }
  });
});

test("a task that is done again begins with the first delay, and its crashes of before do not count", () => {
  const crash = { name: "Killed", message: "gone", reason: "CHILD_EXITED", signal: "SIGSEGV" };
  const crashed = { kind: "failed", error: crash, retryable: true } as const;
  let record = running(3);
  record = apply(record, decideOutcome(record, crashed, at()).event);
  record = apply(record, { type: "started", time: later(0), attempt: 4 });
  const last = decideOutcome(record, crashed, at()).event;
  expect(last).toMatchObject({ type: "failed", reason: "CRASH_LOOP" });
  record = apply(record, last);
  record = apply(record, { type: "requeued", time: later(0), attempt: 4, by: "key-1" });
  record = apply(record, { type: "started", time: later(0), attempt: 5 });
  expect(decideOutcome(record, crashed, at()).event).toMatchObject({
    type: "retry_scheduled",
    dueAt: later(60_000),
  });
});

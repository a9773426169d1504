import { expect, test } from "vitest";
import { applyAllowed } from "../../core/lifecycle.ts";
import { endOverdue, judgeOverdue } from "../../core/overdue.ts";
import type { TaskRecord } from "../../core/task.ts";
import { newRecord, newTask } from "../support/task-record.ts";

const START = Date.parse("2026-01-01T00:00:00.000Z");
const limits = { softLimitMs: 60_000, hardLimitMs: 100_000 };

test("a limit is passed once its margin is over, and not a moment earlier", () => {
  const judge = (afterMs: number) => judgeOverdue(limits, START, START + afterMs, 10_000);
  expect(judge(69_999)).toEqual({ passed: undefined, nextAtMs: START + 70_000 });
  expect(judge(70_000)).toEqual({ passed: "SOFT_LIMIT", nextAtMs: START + 110_000 });
  expect(judge(109_999).passed).toBe("SOFT_LIMIT");
  expect(judge(110_000)).toEqual({ passed: "HARD_LIMIT", nextAtMs: undefined });
});

test("limits of months are told as exactly", () => {
  const month = 31 * 86_400_000;
  const long = { softLimitMs: month, hardLimitMs: 2 * month };
  expect(judgeOverdue(long, START, START, 0).nextAtMs).toBe(START + month);
  expect(judgeOverdue(long, START, START + month, 0).passed).toBe("SOFT_LIMIT");
});

function running(maxRetries: number): TaskRecord {
  const options = { ...newTask().options, retry: { ...newTask().options.retry, maxRetries }, ...limits };
  const time = new Date(START).toISOString();
  return applyAllowed(newRecord({ options }), {
    type: "started",
    time,
    attempt: 1,
    worker: "w1",
    messageSequence: 7,
  });
}

test("an attempt that is ended for its hard limit is tried again as the policy says, and then has failed", () => {
  const retried = endOverdue({ record: running(1), sequence: 4 }, START + 110_000, 0.5);
  expect(retried).toMatchObject({ sequence: 4, record: { state: "RETRYING", reason: "HARD_LIMIT" } });
  expect(Date.parse(retried.record.dueAt ?? "")).toBeGreaterThan(START + 110_000);

  const failed = endOverdue({ record: running(0), sequence: 4 }, START + 110_000, 0.5).record;
  expect(failed).toMatchObject({
    state: "FAILED",
    reason: "HARD_LIMIT",
    worker: "w1",
    error: { name: "HardLimitExceeded", reason: "HARD_LIMIT" },
  });
  expect(failed.error?.message).toBe(
    "attempt 1 took longer than its hard limit of 1m40s, and its worker w1 is gone",
  );
});

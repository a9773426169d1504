import { describe, expect, test } from "vitest";
import { TASK_STATES, type TaskRecord, type TaskState } from "../../core/task.ts";
import { decideClaim, isClaimOver, UNIQUE_POLICIES, type UniqueClaim } from "../../core/unique-key.ts";
import { newRecord } from "../support/task-record.ts";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");
const at = (offsetMs: number) => new Date(NOW + offsetMs).toISOString();

function claimOf(record: TaskRecord, changes: Partial<UniqueClaim> = {}): UniqueClaim {
  return {
    version: 1,
    taskId: record.id,
    key: "k",
    claimedAt: at(-1_000),
    publishUntil: at(-1),
    ...changes,
  };
}

function decide(
  holder: TaskRecord,
  policy: (typeof UNIQUE_POLICIES)[number],
  changes: Partial<UniqueClaim> = {},
): string {
  return decideClaim(
    claimOf(holder, changes),
    { record: holder, sequence: 3 },
    { taskId: newRecord().id, policy },
    NOW,
  ).do;
}

const ENDED: readonly TaskState[] = ["SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"];
const LIVE = TASK_STATES.filter((state) => !ENDED.includes(state));

describe("who gets a unique key", () => {
  test("whoever asks first", () => {
    expect(decideClaim(undefined, undefined, { taskId: "a", policy: "fail" }, NOW)).toEqual({ do: "take" });
  });

  test.each(LIVE)("not the second, while the first is %s after a start", (state) => {
    const holder = { ...newRecord(), state, attempt: 1 };
    expect(UNIQUE_POLICIES.map((policy) => decide(holder, policy))).toEqual(["answer", "refuse", "refuse"]);
  });

  test.each(["QUEUED", "SCHEDULED"] as const)("with replace the second, while the first is %s", (state) => {
    expect(decide({ ...newRecord(), state }, "replace")).toBe("replace");
  });

  test.each(ENDED)("the next one, once the first is %s", (state) => {
    const holder = { ...newRecord(), state, attempt: 1 };
    expect(UNIQUE_POLICIES.map((policy) => decide(holder, policy))).toEqual(["take", "take", "take"]);
  });

  test.each(ENDED)("not the next one in the window of the first, which is %s", (state) => {
    const holder = { ...newRecord(), state, attempt: 1 };
    const held = UNIQUE_POLICIES.map((policy) => decide(holder, policy, { windowUntil: at(1) }));
    expect(held).toEqual(["answer", "refuse", "refuse"]);
    const over = UNIQUE_POLICIES.map((policy) => decide(holder, policy, { windowUntil: at(0) }));
    expect(over).toEqual(["take", "take", "take"]);
  });

  test("with replace also in the window of one that ended before it started", () => {
    const holder = { ...newRecord(), state: "CANCELLED" as const };
    expect(decide(holder, "replace", { windowUntil: at(1) })).toBe("take");
  });

  test("nobody, for as long as the task of a claim may still come; then the next one", () => {
    const other = newRecord();
    const ask = { taskId: newRecord().id, policy: "fail" } as const;
    for (const [publishUntil, expected] of [
      [at(1), "wait"],
      [at(0), "wait"],
      [at(-1), "take"],
    ] as const) {
      expect(decideClaim(claimOf(other, { publishUntil }), undefined, ask, NOW).do).toBe(expected);
    }
  });

  test("whoever has it already, and comes again", () => {
    const own = newRecord();
    const ask = { taskId: own.id, policy: "fail" } as const;
    expect(decideClaim(claimOf(own, { publishUntil: at(9) }), undefined, ask, NOW).do).toBe("take");
    const ended = { ...own, state: "FAILED" as const, attempt: 1 };
    expect(decideClaim(claimOf(own), { record: ended, sequence: 9 }, ask, NOW)).toEqual({
      do: "answer",
      record: ended,
    });
  });
});

test("an entry is over when nobody holds its key any more", () => {
  const live = newRecord();
  const ended = { ...live, state: "SUCCEEDED" as const, attempt: 1 };
  expect(isClaimOver(claimOf(live), live, NOW)).toBe(false);
  expect(isClaimOver(claimOf(live), ended, NOW)).toBe(true);
  expect(isClaimOver(claimOf(live), undefined, NOW)).toBe(true);
  expect(isClaimOver(claimOf(live, { publishUntil: at(1) }), undefined, NOW)).toBe(false);
  expect(isClaimOver(claimOf(live, { windowUntil: at(1) }), ended, NOW)).toBe(false);
});

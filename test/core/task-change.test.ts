import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withDeadlines } from "../../core/deadlines.ts";
import { applyAllowed, applyEvent, isTerminal } from "../../core/lifecycle.ts";
import type { TaskRecord, TaskState } from "../../core/task.ts";
import { decideRetry, decideRun, decideUpdate } from "../../core/task-change.ts";
import { newRecord } from "../support/task-record.ts";
import { deepFreeze } from "./deep-freeze.ts";

const NOW = Date.now() + 1_000;
const asking = { by: "key-1", nowMs: NOW, message: "why" };
const iso = (ms: number) => new Date(ms).toISOString();
const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };

/** A task in each state, by the shortest way there. */
function inState(state: TaskState): TaskRecord {
  const fresh = newRecord(state === "SCHEDULED" ? { dueAtMs: NOW + 60_000 } : {});
  const at = (attempt: number) => ({ time: iso(NOW), attempt });
  const started = () => applyAllowed(fresh, { ...at(1), type: "started", worker: "w1" });
  const asked = () => applyAllowed(started(), { ...at(1), type: "cancel_requested" });
  const ways: Readonly<Record<TaskState, () => TaskRecord>> = {
    SCHEDULED: () => fresh,
    QUEUED: () => fresh,
    RUNNING: started,
    RETRYING: () => applyAllowed(started(), { ...at(1), type: "retry_scheduled", dueAt: iso(NOW + 5_000) }),
    CANCELLING: asked,
    SUCCEEDED: () => applyAllowed(started(), { ...at(1), type: "succeeded" }),
    FAILED: () => applyAllowed(started(), { ...at(1), type: "failed", reason: "HANDLER_ERROR", error }),
    CANCELLED: () => applyAllowed(asked(), { ...at(1), type: "cancelled" }),
    EXPIRED: () => applyAllowed(fresh, { ...at(0), type: "expired", reason: "START_TIMEOUT" }),
  };
  return deepFreeze(ways[state]());
}

/** What each request leads to from each state: the new state, or why not. */
const TABLE: Readonly<Record<TaskState, readonly [update: string, run: string, retry: string]>> = {
  SCHEDULED: ["SCHEDULED", "QUEUED", "NOT_ENDED"],
  QUEUED: ["QUEUED", "nothing", "NOT_ENDED"],
  RUNNING: ["STARTED", "STARTED", "NOT_ENDED"],
  RETRYING: ["STARTED", "QUEUED", "NOT_ENDED"],
  CANCELLING: ["STARTED", "STARTED", "NOT_ENDED"],
  SUCCEEDED: ["ENDED", "ENDED", "ENDED"],
  FAILED: ["ENDED", "ENDED", "QUEUED"],
  CANCELLED: ["ENDED", "ENDED", "QUEUED"],
  EXPIRED: ["ENDED", "ENDED", "QUEUED"],
};

test.each(Object.entries(TABLE))("what may be asked of a task that is %s", (state, expected) => {
  const record = inState(state as TaskState);
  const decisions = [
    decideUpdate(record, { changes: { priority: "high" } }, asking),
    decideRun(record, asking),
    decideRetry(record, {}, asking),
  ];
  const words = decisions.map((decision) =>
    decision.do === "record" ? decision.record.state : decision.do === "refuse" ? decision.why : "nothing",
  );
  expect(words).toEqual(expected);
  for (const decision of decisions) {
    if (decision.do !== "record") continue;
    expect(decision.record.timeline.at(-1)).toMatchObject({ by: "key-1", message: "why", time: iso(NOW) });
    expect(decision.record.attempt).toBe(record.attempt);
  }
});

test("a task that was put off by its handler, or handed back, has started", () => {
  const running = inState("RUNNING");
  const base = { time: iso(NOW), attempt: 1, worker: "w1" };
  const snoozed = applyAllowed(running, { ...base, type: "scheduled", dueAt: iso(NOW + 1_000) });
  const drained = applyAllowed(running, { ...base, type: "interrupted", reason: "DRAINED" });
  for (const record of [snoozed, drained]) {
    expect(decideUpdate(record, { changes: {} }, asking)).toEqual({ do: "refuse", why: "STARTED" });
  }
});

describe("an update", () => {
  test("to a time that has passed puts the task in line, to one ahead puts it off", () => {
    const due = (dueAtMs: number) => decideUpdate(inState("SCHEDULED"), { dueAtMs, changes: {} }, asking);
    expect(due(NOW)).toMatchObject({ record: { state: "QUEUED" } });
    expect(due(NOW + 1)).toMatchObject({ record: { state: "SCHEDULED", dueAt: iso(NOW + 1) } });
  });

  test("of the payload takes its content type with it", () => {
    const bytes = newRecord({ payload: "eA==", payloadContentType: "text/plain" });
    const decision = decideUpdate(bytes, { changes: { payload: 2 } }, asking);
    if (decision.do !== "record") throw new Error(decision.do);
    expect(decision.record.payload).toBe(2);
    expect(Object.keys(decision.record)).not.toContain("payloadContentType");
  });
});

test("deadlines move along with the time a task is due, however often that is changed, and with nothing else", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.array(fc.option(fc.integer({ min: 1, max: 1_000_000_000 })), { maxLength: 6 }),
      (timeoutMs, delays) => {
        const created = newRecord();
        let record: TaskRecord = {
          ...created,
          options: withDeadlines(
            { ...created.options, startTimeoutMs: timeoutMs, totalTimeoutMs: 2 * timeoutMs },
            Date.parse(created.createdAt),
          ),
        };
        let due = Date.parse(created.createdAt);
        for (const delay of delays) {
          const dueAtMs = delay === null ? undefined : NOW + delay;
          const decision = decideUpdate(record, { dueAtMs, changes: { priority: "low" } }, asking);
          if (decision.do !== "record") throw new Error(decision.do);
          record = decision.record;
          due = dueAtMs ?? due;
          expect(record.options).toMatchObject({
            startBy: iso(due + timeoutMs),
            completeBy: iso(due + 2 * timeoutMs),
          });
        }
      },
    ),
  );
});

test("a task that is done again has as many attempts as a new one, and can use all of them", () => {
  const decision = decideRetry(inState("FAILED"), {}, asking);
  if (decision.do !== "record") throw new Error(decision.do);
  let { record } = decision;
  const { maxRetries } = record.options.retry;
  for (let i = 0; i <= maxRetries; i++) {
    record = applyAllowed(record, { type: "started", time: iso(NOW), attempt: record.attempt + 1 });
    const type = i < maxRetries ? "retry_scheduled" : "failed";
    record = applyAllowed(record, { type, time: iso(NOW), attempt: record.attempt, error });
  }
  expect(isTerminal(record.state)).toBe(true);
  const oneMore = { type: "started", time: iso(NOW), attempt: record.attempt + 1 } as const;
  expect(applyEvent(record, oneMore).ok).toBe(false);
});

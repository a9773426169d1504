import { expect, test } from "vitest";
import type { TaskEvent } from "../../../core/event.ts";
import { applyEvent, type EventData } from "../../../core/lifecycle.ts";
import { createRecord, type NewTask, type TaskRecord } from "../../../core/task.ts";
import { TASK_TYPE_DEFAULTS } from "../../../core/task-type.ts";
import { timelineToProto } from "../../../services/gateway/event-view.ts";
import { taskToProto } from "../../../services/gateway/task-view.ts";

const NOW = Date.UTC(2030, 0, 1);
const ID = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
const ERROR = {
  name: "TypeError",
  message: "no such thing",
  stack: "TypeError: no such thing\n  at x",
  causes: ["Error: deeper"],
  reason: "HANDLER_ERROR",
  exitCode: 3,
};

function newRecord(more: Partial<NewTask> = {}): TaskRecord {
  return createRecord(
    {
      id: ID,
      project: "acme",
      type: "echo",
      queue: "default",
      priority: "normal",
      labels: {},
      payload: { a: 1 },
      options: TASK_TYPE_DEFAULTS,
      traceId: "0".repeat(32),
      ...more,
    },
    NOW,
  );
}

function after(
  record: TaskRecord,
  event: Partial<TaskEvent> & Pick<TaskEvent, "type">,
  data: EventData = {},
) {
  const attempt = record.attempt + (event.type === "started" ? 1 : 0);
  const applied = applyEvent(
    record,
    { time: new Date(NOW).toISOString(), attempt, worker: "w", ...event },
    data,
  );
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

const running = () => after(newRecord(), { type: "started" });
const failed = { error: ERROR, reason: ERROR.reason };

test("BASIC leaves out payload, result, stacks and causes, FULL has them all", () => {
  const done = after(running(), { type: "succeeded" }, { result: { sum: 1 } });
  expect(taskToProto(done, "BASIC")).not.toHaveProperty("payload");
  expect(taskToProto(done, "BASIC")).not.toHaveProperty("result");
  expect(taskToProto(done, "FULL")).toMatchObject({ outcome: "result", body: "payload" });

  const lost = after(running(), { type: "failed", ...failed });
  for (const error of [taskToProto(lost, "BASIC").error, timelineToProto(lost, "BASIC").at(-1)?.error]) {
    expect(error).toEqual({
      name: "TypeError",
      message: "no such thing",
      reason: "HANDLER_ERROR",
      attempt: 1,
      exitCode: 3,
      _exitCode: "exitCode",
    });
  }
  expect(taskToProto(lost, "FULL").error).toMatchObject({ stack: ERROR.stack, causes: ERROR.causes });
});

test("a handler that returned nothing has the result null", () => {
  expect(taskToProto(after(running(), { type: "succeeded" }), "FULL").result).toEqual({
    nullValue: "NULL_VALUE",
  });
});

test("the error of the attempt before is shown while RETRYING and in the next attempt, and not after success", () => {
  const dueAt = new Date(NOW + 60_000).toISOString();
  const retrying = after(running(), { type: "retry_scheduled", ...failed, dueAt });
  expect(taskToProto(retrying, "BASIC")).toMatchObject({
    state: "RETRYING",
    stateReason: "HANDLER_ERROR",
    error: { attempt: 1 },
    nextAttemptTime: { seconds: String((NOW + 60_000) / 1_000) },
  });
  const again = after(retrying, { type: "started" });
  expect(taskToProto(again, "BASIC")).toMatchObject({ state: "RUNNING", attempt: 2, error: { attempt: 1 } });
  expect(taskToProto(after(again, { type: "succeeded" }), "BASIC")).not.toHaveProperty("error");
});

test("a cancelled task shows who asked, the reason that was given, and what it still returned", () => {
  const cancelling = after(running(), { type: "cancel_requested", message: "too late", by: "k1" });
  expect(taskToProto(cancelling, "BASIC")).toMatchObject({ state: "CANCELLING", stateReason: "too late" });
  expect(taskToProto(cancelling, "BASIC").timeline?.at(-1)).toMatchObject({ by: "k1", message: "too late" });
  const ended = after(cancelling, { type: "cancelled", message: "too late", stopMs: 1_234.5 }, { result: 7 });
  const task = taskToProto(ended, "FULL");
  expect(task).toMatchObject({ state: "CANCELLED", stateReason: "too late", result: { numberValue: 7 } });
  expect(task.timeline?.at(-1)?.stopDuration).toEqual({ seconds: "1", nanos: 235_000_000 });
});

test("each event says the state it led to", () => {
  const dueAt = new Date(NOW + 60_000).toISOString();
  const delayed = newRecord({ dueAtMs: NOW + 60_000 });
  const snoozed = after(after(delayed, { type: "started" }), { type: "scheduled", reason: "SNOOZED", dueAt });
  const lost = after(after(snoozed, { type: "started" }), { type: "interrupted", reason: "WORKER_LOST" });
  const states = timelineToProto(lost, "BASIC").map(({ number, type, state }) => [number, type, state]);
  expect(states).toEqual([
    [1, "SUBMITTED", "QUEUED"],
    [2, "SCHEDULED", "SCHEDULED"],
    [3, "STARTED", "RUNNING"],
    [4, "SCHEDULED", "SCHEDULED"],
    [5, "STARTED", "RUNNING"],
    [6, "INTERRUPTED", "QUEUED"],
  ]);
  expect(timelineToProto(lost, "BASIC", 4).map(({ number }) => number)).toEqual([5, 6]);
});

test("progress is shown for the attempt it belongs to only", () => {
  const progress = { attempt: 1, done: 2, total: 4, message: "half", time: new Date(NOW).toISOString() };
  expect(taskToProto(running(), "BASIC", progress).progress).toMatchObject({
    done: 2,
    total: 4,
    message: "half",
  });
  expect(taskToProto(running(), "BASIC", { ...progress, attempt: 2 })).not.toHaveProperty("progress");
});

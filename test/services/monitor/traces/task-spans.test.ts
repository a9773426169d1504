import { expect, test } from "vitest";
import type { TaskEvent } from "../../../../core/event.ts";
import { applyAllowed } from "../../../../core/lifecycle.ts";
import { createRecord, type NewTask, type TaskRecord } from "../../../../core/task.ts";
import { spanIdOf } from "../../../../runtime/telemetry/trace-context.ts";
import type { Span } from "../../../../services/monitor/traces/span.ts";
import { MAX_SPANS, taskSpans } from "../../../../services/monitor/traces/task-spans.ts";
import { newTask } from "../../../support/task-record.ts";

const T0 = Date.parse("2026-01-01T00:00:00.000Z");

/** A time so many seconds after the task was submitted. */
const at = (seconds: number) => new Date(T0 + seconds * 1_000).toISOString();

type Step = Partial<TaskEvent> & Pick<TaskEvent, "type"> & { readonly at: number };

const ERROR = { name: "TypeError", message: "no such file", reason: "HANDLER_ERROR", stack: "TypeError: …" };

/** The record of a task after some events, `at` so many seconds after it was submitted. */
function lived(steps: readonly Step[], changes: Partial<NewTask> = {}): TaskRecord {
  return steps.reduce(
    (record, { at: seconds, ...event }) =>
      applyAllowed(record, {
        attempt: event.type === "started" ? record.attempt + 1 : record.attempt,
        time: at(seconds),
        ...event,
      }),
    createRecord(newTask(changes), T0),
  );
}

/** Name, from and until when in seconds, for each span. */
const outline = (spans: readonly Span[]) =>
  spans.map(({ name, startMs, endMs }) => `${name} ${(startMs - T0) / 1_000}-${(endMs - T0) / 1_000}`);

const fails: readonly Step[] = [
  { type: "started", at: 2, worker: "w1" },
  { type: "retry_scheduled", at: 3, dueAt: at(10), error: ERROR },
  { type: "started", at: 12, worker: "w2" },
];

test("a task that is tried twice is a span with its waits and attempts below it", () => {
  const record = lived([...fails, { type: "succeeded", at: 15 }]);
  const spans = taskSpans(record);
  expect(outline(spans)).toEqual([
    "task greet 0-15",
    "queued 0-2",
    "process default 2-3",
    "backoff 3-10",
    "queued 10-12",
    "process default 12-15",
  ]);
  const [task, ...parts] = spans;
  expect(task).toMatchObject({ kind: "producer", traceId: record.traceId });
  expect(task).not.toHaveProperty("parentId");
  expect(task).not.toHaveProperty("error");
  for (const part of parts) expect(part).toMatchObject({ parentId: task?.spanId, traceId: record.traceId });
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
});

test("the first attempt tells of its error, the second ran well, each with its worker", () => {
  const spans = taskSpans(lived([...fails, { type: "succeeded", at: 15 }]));
  const [first, second] = spans.filter(({ kind }) => kind === "consumer");
  expect(first).toMatchObject({
    worker: "w1",
    error: "TypeError: no such file",
    attributes: {
      "messaging.system": "nats",
      "messaging.operation.type": "process",
      "messaging.destination.name": "default",
      "error.type": "TypeError",
      "longshore.task.attempt": 1,
    },
    events: [
      {
        name: "exception",
        atMs: T0 + 3_000,
        attributes: {
          "exception.type": "TypeError",
          "exception.message": "no such file",
          "exception.stacktrace": "TypeError: …",
        },
      },
    ],
  });
  expect(second).toMatchObject({ worker: "w2", events: [], attributes: { "longshore.task.attempt": 2 } });
  expect(second).not.toHaveProperty("error");
});

test("spans that are made twice are the same, and the worker knows the one of its attempt", () => {
  const record = lived([...fails, { type: "succeeded", at: 15 }]);
  expect(taskSpans(record)).toEqual(taskSpans(structuredClone(record)));
  const attempts = taskSpans(record).filter(({ kind }) => kind === "consumer");
  expect(attempts.map(({ spanId }) => spanId)).toEqual([
    spanIdOf(record.id, 1, "process"),
    spanIdOf(record.id, 2, "process"),
  ]);
});

test("the caller's span is above that of the task", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const changes = { traceparent, traceId: "4bf92f3577b34da6a3ce929d0e0e4736" };
  const [task] = taskSpans(
    lived(
      [
        { type: "started", at: 1 },
        { type: "succeeded", at: 2 },
      ],
      changes,
    ),
  );
  expect(task).toMatchObject({ parentId: "00f067aa0ba902b7", traceId: "4bf92f3577b34da6a3ce929d0e0e4736" });
});

test("a task that is done again has a span of its own in the same trace, with a link to the one before", () => {
  const failed = lived([...fails, { type: "failed", at: 15, error: ERROR }]);
  const again = [
    { type: "requeued", at: 20, by: "key1" },
    { type: "started", at: 21 },
    { type: "succeeded", at: 22 },
  ] as const;
  const [before] = taskSpans(failed);
  const spans = taskSpans(
    lived([...fails, { type: "failed", at: 15, error: ERROR }, ...again], { id: failed.id }),
  );
  expect(before).toMatchObject({
    error: "TypeError: no such file",
    attributes: { "longshore.task.state": "FAILED", "error.type": "TypeError" },
  });
  expect(outline(spans)).toEqual(["task greet 20-22", "queued 20-21", "process default 21-22"]);
  expect(spans[0]).toMatchObject({ linkedIds: [before?.spanId], attributes: { "longshore.by": "key1" } });
});

test("a task that is due later is scheduled first, one that is put off again, and neither is an error", () => {
  const spans = taskSpans(
    lived(
      [
        { type: "started", at: 11 },
        { type: "scheduled", at: 12, reason: "SNOOZED", dueAt: at(20) },
        { type: "started", at: 20 },
        { type: "succeeded", at: 21 },
      ],
      { dueAtMs: T0 + 10_000 },
    ),
  );
  expect(outline(spans)).toEqual([
    "task greet 0-21",
    "scheduled 0-10",
    "queued 10-11",
    "process default 11-12",
    "scheduled 12-20",
    "process default 20-21",
  ]);
  expect(spans.filter(({ error }) => error !== undefined)).toEqual([]);
});

test("a worker that was lost is an error of its attempt, a cancel is none and is told as an event", () => {
  const spans = taskSpans(
    lived([
      { type: "started", at: 1, worker: "w1" },
      { type: "interrupted", at: 5, reason: "WORKER_LOST" },
      { type: "started", at: 6, worker: "w2" },
      { type: "cancel_requested", at: 7, by: "key1" },
      { type: "cancelled", at: 9 },
    ]),
  );
  expect(outline(spans)).toEqual([
    "task greet 0-9",
    "queued 0-1",
    "process default 1-5",
    "queued 5-6",
    "process default 6-9",
  ]);
  const [lost, cancelled] = spans.filter(({ kind }) => kind === "consumer");
  expect(lost).toMatchObject({ error: "WORKER_LOST", attributes: { "error.type": "WORKER_LOST" } });
  expect(cancelled).not.toHaveProperty("error");
  expect(cancelled?.events).toEqual([
    { name: "cancel_requested", atMs: T0 + 7_000, attributes: { "longshore.by": "key1" } },
  ]);
});

test("a task that expired while it waited is an error, and has no attempt", () => {
  const spans = taskSpans(lived([{ type: "expired", at: 30, reason: "START_DEADLINE" }]));
  expect(outline(spans)).toEqual(["task greet 0-30", "queued 0-30"]);
  expect(spans[0]).toMatchObject({ error: "START_DEADLINE", attributes: { "error.type": "EXPIRED" } });
});

test("a task that was put off without end makes a bounded number of spans, the newest", () => {
  const turns = Array.from({ length: MAX_SPANS }, (_, i): readonly Step[] => [
    { type: "started", at: 2 * i + 1 },
    { type: "scheduled", at: 2 * i + 2, reason: "SNOOZED", dueAt: at(2 * i + 2) },
  ]).flat();
  const end = 2 * MAX_SPANS;
  const spans = taskSpans(
    lived([...turns, { type: "started", at: end + 1 }, { type: "succeeded", at: end + 2 }]),
  );
  expect(spans).toHaveLength(MAX_SPANS);
  expect(outline(spans.slice(0, 1))).toEqual([`task greet 0-${end + 2}`]);
  expect(outline(spans.slice(-1))).toEqual([`process default ${end + 1}-${end + 2}`]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRecord, encodeRecord } from "../../core/codec.ts";
import { asQueued, createRecord, TASK_STATES } from "../../core/task.ts";
import { newRecord, newTask } from "../support/task-record.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { ids, names } from "./names.arbitrary.ts";

const tasks = fc
  .record({
    id: ids,
    project: names,
    queue: names,
    labels: fc.dictionary(names, fc.string()),
    payload: fc.jsonValue(),
  })
  .map((changes) => deepFreeze(newTask(changes)));

test("a record reads as it was written, whatever the payload", () => {
  fc.assert(
    fc.property(tasks, fc.integer({ min: 0, max: 4e12 }), (task, nowMs) => {
      const record = createRecord(task, nowMs);
      const decoded = decodeRecord(encodeRecord(record));
      // What JSON cannot hold (`-0`) is written once and stays as it is from then on.
      expect(decoded).toEqual({ ok: true, record: JSON.parse(JSON.stringify(record)) });
    }),
  );
});

test("what is not a record is refused with the reason", () => {
  const good = newRecord();
  const problem = (text: string) => {
    const decoded = decodeRecord(text);
    return decoded.ok ? undefined : decoded.problem;
  };
  const changed = (changes: object) => problem(JSON.stringify({ ...good, ...changes }));
  expect(problem(encodeRecord(good))).toBeUndefined();
  expect(problem("")).toMatch(/^not JSON/);
  expect(problem("{")).toMatch(/^not JSON/);
  expect(problem("null")).toBe("not a JSON object");
  expect(problem("[]")).toMatch(/version undefined/);
  expect(problem("7")).toBe("not a JSON object");
  expect(changed({ version: 2 })).toBe("version 2, this program reads version 1");
  expect(changed({ id: undefined })).toBe("no id or no project");
  expect(changed({ project: 5 })).toBe("no id or no project");
  expect(changed({ state: "SLEEPING" })).toBe("unknown state SLEEPING");
  expect(changed({ timeline: [] })).toBe("no timeline");
});

test("no text at all makes it throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => decodeRecord(text)).not.toThrow();
    }),
  );
});

test("a new task is queued, or scheduled when it is due later; its record says what was given", () => {
  const nowMs = Date.parse("2026-01-01T00:00:00.000Z");
  const now = new Date(nowMs).toISOString();
  const task = newTask({ traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });
  expect(createRecord(task, nowMs)).toEqual({
    ...task,
    version: 1,
    state: "QUEUED",
    attempt: 0,
    maxAttempts: 4,
    createdAt: now,
    timeline: [{ type: "submitted", time: now, attempt: 0 }],
  });
  expect(createRecord({ ...task, dueAtMs: nowMs }, nowMs).state).toBe("QUEUED");
  const later = new Date(nowMs + 1).toISOString();
  expect(createRecord({ ...task, dueAtMs: nowMs + 1 }, nowMs)).toMatchObject({
    state: "SCHEDULED",
    dueAt: later,
    timeline: [{ type: "submitted" }, { type: "scheduled", dueAt: later }],
  });
});

test("a scheduled task whose message has reached the queue is queued; any other is what it was", () => {
  for (const state of TASK_STATES) {
    const read = asQueued({ ...newRecord(), state });
    expect(read.state).toBe(state === "SCHEDULED" ? "QUEUED" : state);
  }
});

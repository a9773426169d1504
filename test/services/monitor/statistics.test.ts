import { expect, test } from "vitest";
import { openDatabase } from "../../../services/monitor/index/database.ts";
import { TaskIndex } from "../../../services/monitor/index/task-index.ts";
import { readWindow } from "../../../services/monitor/statistics/window.ts";
import { newRecord } from "../../support/task-record.ts";

const NOW = Date.parse("2026-01-01T12:00:30Z");
const MINUTE = 60_000;

/** An index with tasks that were submitted, started a second later, and ended after so many seconds, so many minutes ago. */
function indexOf(tasks: readonly { minutesAgo: number; seconds: number; type?: string; fails?: boolean }[]) {
  const database = openDatabase(":memory:", () => {});
  const records = tasks.map(({ minutesAgo, seconds, type = "greet", fails = false }, i) => {
    const at = (second: number) => new Date(NOW - minutesAgo * MINUTE + second * 1_000).toISOString();
    const record = newRecord({ type });
    const error = { name: "Error", message: "no", reason: "HANDLER_ERROR" };
    return {
      sequence: i + 1,
      record: {
        ...record,
        createdAt: at(0),
        state: fails ? ("FAILED" as const) : ("SUCCEEDED" as const),
        finishedAt: at(1 + seconds),
        timeline: [
          { type: "submitted", time: at(0), attempt: 0 } as const,
          { type: "started", time: at(1), attempt: 1 } as const,
          fails
            ? ({ type: "failed", time: at(1 + seconds), attempt: 1, error } as const)
            : ({ type: "succeeded", time: at(1 + seconds), attempt: 1 } as const),
        ],
      },
    };
  });
  new TaskIndex(database).applyRecords(records, records.length);
  return database;
}

test("a window counts what happened in it, by type, with rates that can be worked out", () => {
  const database = indexOf([
    { minutesAgo: 1, seconds: 2 },
    { minutesAgo: 2, seconds: 8, fails: true },
    { minutesAgo: 3, seconds: 20, type: "sum" },
    { minutesAgo: 30, seconds: 1, fails: true },
  ]);
  const { all, types, minutes } = readWindow(database, "demo", 5 * MINUTE, NOW);
  expect(all).toMatchObject({ submitted: 3, started: 3, succeeded: 2, failed: 1, cancelled: 0, retried: 0 });
  expect(all.run).toMatchObject({ count: 3, mean: 10, p50: 10, p95: 30, p99: 30 });
  expect(all.wait).toMatchObject({ count: 3, mean: 1, p50: 1 });
  expect(types.map(({ type, succeeded, failed }) => [type, succeeded, failed])).toEqual([
    ["greet", 1, 1],
    ["sum", 1, 0],
  ]);
  expect(minutes).toHaveLength(3);
  expect(readWindow(database, "demo", 60 * MINUTE, NOW).all.failed).toBe(2);
});

test("what is over falls out of the window as time passes, and nothing has to be reset", () => {
  const database = indexOf([{ minutesAgo: 1, seconds: 2 }]);
  const submittedAfter = (minutes: number) =>
    readWindow(database, "demo", 5 * MINUTE, NOW + minutes * MINUTE).all.submitted;
  expect([0, 3, 4, 5].map(submittedAfter)).toEqual([1, 1, 0, 0]);
  expect(readWindow(database, "demo", 1_440 * MINUTE, NOW + 60 * MINUTE).all.submitted).toBe(1);
});

test("another project's tasks are not counted, unless all are asked for", () => {
  const database = indexOf([{ minutesAgo: 1, seconds: 2 }]);
  expect(readWindow(database, "other", 5 * MINUTE, NOW).all).toMatchObject({ submitted: 0, run: null });
  expect(readWindow(database, "*", 5 * MINUTE, NOW).all.submitted).toBe(1);
});

test("a window of any length counts exactly the minutes that are in it, whole hours and parts of hours", () => {
  const agos = Array.from({ length: 300 }, (_, i) => (i * 37) % 1_439);
  const database = indexOf(agos.map((minutesAgo) => ({ minutesAgo, seconds: 0 })));
  for (const window of [1, 5, 30, 31, 59, 60, 61, 90, 91, 600, 1_439, 1_440]) {
    const { all, minutes } = readWindow(database, "demo", window * MINUTE, NOW);
    const expected = agos.filter((minutesAgo) => minutesAgo < window).length;
    expect([window, all.submitted]).toEqual([window, expected]);
    expect(minutes.reduce((sum, { submitted }) => sum + submitted, 0)).toBe(expected);
  }
});

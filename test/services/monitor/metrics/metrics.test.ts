import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { openDatabase } from "../../../../services/monitor/index/database.ts";
import { TaskIndex } from "../../../../services/monitor/index/task-index.ts";
import { collectMetrics } from "../../../../services/monitor/metrics/collect.ts";
import { Exemplars } from "../../../../services/monitor/metrics/exemplars.ts";
import type { Family } from "../../../../services/monitor/metrics/family.ts";
import { MAX_TASK_SERIES } from "../../../../services/monitor/metrics/task-families.ts";
import { OPEN_METRICS, PLAIN_TEXT, writeMetrics } from "../../../../services/monitor/metrics/text-format.ts";
import { newRecord } from "../../../support/task-record.ts";
import { play } from "../index/lives.ts";

const NOW = Date.parse("2026-01-01T01:00:00Z");

/** The metrics of an index that holds the lives of five tasks: three of type `greet`, two of `sum`. */
function metricsOf(apply: (index: TaskIndex, exemplars: Exemplars) => void): readonly Family[] {
  const database = openDatabase(":memory:", () => {});
  const exemplars = new Exemplars();
  apply(new TaskIndex(database), exemplars);
  const families = collectMetrics(
    {
      index: { database, lag: () => ({ behind: 3, currentAtMs: NOW - 500 }) },
      exemplars,
      surroundings: () => ({
        workers: [],
        store: { streams: [{ name: "TASKS", messages: 1, bytes: 9 }], consumers: [], offline: [] },
        atMs: NOW,
      }),
      version: "1.2.3",
    },
    NOW,
  );
  database.close();
  return families;
}

const lives = () =>
  play([
    { task: 0, type: "started" },
    { task: 0, type: "succeeded" },
    { task: 1, type: "started" },
    { task: 1, type: "failed" },
    { task: 2, type: "started" },
  ]);

function sampleLines(text: string, name: string): string[] {
  return text.split("\n").filter((line) => line.startsWith(name) && !line.startsWith("#"));
}

test("what happened to tasks is counted, by project, queue and type", () => {
  const families = metricsOf((index) => index.applyRecords(lives().stored, 1));
  const text = writeMetrics(families, PLAIN_TEXT);
  const greet = 'project="demo",queue="default",type="greet"';
  expect(sampleLines(text, "longshore_tasks_submitted_total").sort()).toEqual([
    `longshore_tasks_submitted_total{${greet}} 3`,
    'longshore_tasks_submitted_total{project="demo",queue="default",type="sum"} 2',
  ]);
  expect(sampleLines(text, "longshore_tasks_succeeded_total")).toEqual([
    `longshore_tasks_succeeded_total{${greet}} 1`,
  ]);
  expect(sampleLines(text, "longshore_task_errors_total")).toEqual([
    'longshore_task_errors_total{project="demo",queue="default",type="sum",reason="HANDLER_ERROR"} 1',
  ]);
  expect(sampleLines(text, "longshore_tasks{")).toContain(`longshore_tasks{${greet},state="running"} 1`);
  expect(text).toContain(`longshore_task_run_seconds_bucket{${greet},le="1"} 1`);
  expect(text).toContain(`longshore_task_run_seconds_count{${greet}} 1`);
  expect(text).toContain("longshore_monitor_behind_messages 3");
  expect(text).toContain("longshore_monitor_lag_seconds 0.5");
});

test("at rest as many tasks are known as were submitted", () => {
  const families = metricsOf((index) => index.applyRecords(lives().stored, 1));
  const sumOf = (name: string) =>
    families
      .flatMap((family) => (family.name === name && family.kind !== "histogram" ? family.points : []))
      .reduce((sum, { value }) => sum + value, 0);
  expect(sumOf("longshore_tasks")).toBe(sumOf("longshore_tasks_submitted"));
});

test("a bucket shows the trace of the last task that fell into it, in OpenMetrics only", () => {
  const { stored } = lives();
  const families = metricsOf((index, exemplars) => {
    index.applyRecords(stored, 1);
    for (const { record } of stored) exemplars.note(record);
  });
  const { traceId } = newRecord();
  const open = writeMetrics(families, OPEN_METRICS);
  expect(
    sampleLines(open, "longshore_task_run_seconds_bucket").some((line) =>
      line.includes(`# {trace_id="${traceId}"} 1 `),
    ),
  ).toBe(true);
  expect(open.endsWith("# EOF\n")).toBe(true);
  expect(open).toContain("# TYPE longshore_tasks_submitted counter");
  expect(writeMetrics(families, PLAIN_TEXT)).not.toContain(traceId);
});

test("S47: thousands of names of types make a bounded number of series, and none is lost", () => {
  const families = metricsOf((index) => {
    const some = Array.from({ length: 2_000 }, (_, i) => ({
      record: newRecord({ type: `type_${i}` }),
      sequence: i + 1,
    }));
    index.applyRecords(some, 2_000);
  });
  const submitted = families.find(({ name }) => name === "longshore_tasks_submitted");
  if (submitted?.kind !== "counter") throw new Error("no such counter");
  expect(submitted.points).toHaveLength(MAX_TASK_SERIES + 1);
  expect(submitted.points.reduce((sum, { value }) => sum + value, 0)).toBe(2_000);
});

test("labels with any characters, numbers beyond any, and a help of two lines are written as Prometheus reads them", () => {
  const families: Family[] = [
    {
      kind: "gauge",
      name: "longshore_odd",
      help: "one\ntwo \\",
      points: [{ labels: { name: 'a"b\\c\nd' }, value: Number.POSITIVE_INFINITY }],
    },
    { kind: "counter", name: "longshore_none", help: "nothing", points: [] },
  ];
  expect(writeMetrics(families, PLAIN_TEXT)).toBe(
    '# HELP longshore_odd one\\ntwo \\\\\n# TYPE longshore_odd gauge\nlongshore_odd{name="a\\"b\\\\c\\nd"} +Inf\n',
  );
});

const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;

test.skipIf(!hasPromtool)(
  `promtool finds no fault${hasPromtool ? "" : " (skipped: promtool is not installed)"}`,
  () => {
    const text = writeMetrics(
      metricsOf((index) => index.applyRecords(lives().stored, 1)),
      PLAIN_TEXT,
    );
    const { stdout, stderr, status } = spawnSync("promtool", ["check", "metrics"], {
      input: text,
      encoding: "utf8",
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: "", stderr: "", status: 0 });
  },
);

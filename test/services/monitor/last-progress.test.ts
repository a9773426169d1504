import { expect, test } from "vitest";
import type { TaskRecord } from "../../../core/task.ts";
import { LastProgress } from "../../../services/monitor/last-progress.ts";
import { newRecord } from "../../support/task-record.ts";

const progress = (attempt: number, done: number) => ({ attempt, done, time: "2026-01-01T00:00:00.000Z" });
const running = (attempt: number): TaskRecord => ({ ...newRecord(), state: "RUNNING", attempt });

test("the newest progress of the newest attempt is known", () => {
  const last = new LastProgress();
  const task = running(2);
  last.set(task, progress(2, 1));
  last.set(task, progress(2, 2));
  last.set(task, progress(1, 99));
  expect(last.get(task)).toEqual(progress(2, 2));
  expect(last.get(running(1))).toBeUndefined();
});

test("it is kept while its attempt runs, also while that is being cancelled", () => {
  const last = new LastProgress();
  const task = running(1);
  last.set(task, progress(1, 5));
  last.follow(task);
  last.follow({ ...task, state: "CANCELLING" });
  expect(last.get(task)).toEqual(progress(1, 5));
});

test("it is forgotten when the attempt is over", () => {
  for (const state of ["SUCCEEDED", "FAILED", "CANCELLED", "RETRYING", "SCHEDULED", "QUEUED"] as const) {
    const last = new LastProgress();
    const task = running(1);
    last.set(task, progress(1, 5));
    last.follow({ ...task, state });
    expect(last.get(task)).toBeUndefined();
  }
});

test("it is forgotten when the next attempt has begun, and not when an old event comes late", () => {
  const last = new LastProgress();
  const task = running(2);
  last.set(task, progress(2, 5));
  last.follow({ ...task, attempt: 1 });
  expect(last.get(task)).toBeDefined();
  last.follow({ ...task, attempt: 3 });
  expect(last.get(task)).toBeUndefined();
});

test("when there are too many, the one that has been silent longest goes", () => {
  const last = new LastProgress(3);
  const tasks = Array.from({ length: 4 }, () => running(1));
  const [first, second, third, fourth] = tasks as [TaskRecord, TaskRecord, TaskRecord, TaskRecord];
  for (const task of [first, second, third]) last.set(task, progress(1, 1));
  last.set(first, progress(1, 2));
  last.set(fourth, progress(1, 1));
  expect(tasks.map((task) => last.get(task) !== undefined)).toEqual([true, false, true, true]);
  expect(last.size).toBe(3);
});

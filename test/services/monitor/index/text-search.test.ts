import { expect, test } from "vitest";
import { applyAllowed } from "../../../../core/lifecycle.ts";
import type { NewTask, TaskRecord } from "../../../../core/task.ts";
import { parseFilter } from "../../../../core/task-filter/parse.ts";
import type { TaskType } from "../../../../core/task-type.ts";
import { openDatabase } from "../../../../services/monitor/index/database.ts";
import { countTasks } from "../../../../services/monitor/index/task-count.ts";
import { TaskIndex } from "../../../../services/monitor/index/task-index.ts";
import { listTasks } from "../../../../services/monitor/index/task-list.ts";
import { TEXT_HITS_MAX, tooBroad } from "../../../../services/monitor/index/text-search.ts";
import { newRecord } from "../../../support/task-record.ts";

const SEARCHABLE: Readonly<Record<string, TaskType["searchable"]>> = {
  letter: true,
  order: ["title", "customer.name"],
};

function newIndex() {
  const database = openDatabase(":memory:", () => {});
  const index = new TaskIndex(database, (type) => SEARCHABLE[type]);
  let sequence = 0;
  const add = (...records: readonly TaskRecord[]) => {
    index.applyRecords(
      records.map((record) => ({ record, sequence: ++sequence })),
      sequence,
    );
  };
  const filterOf = (text: string) => {
    const parsed = parseFilter(text);
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.filter;
  };
  const find = (text: string, project = "demo") => {
    const terms = { project, filter: filterOf(text), newestFirst: false, after: undefined };
    const page = listTasks(database, { ...terms, size: 100, characters: 1e6 }, () => false);
    const { byState } = countTasks(database, project, terms.filter, () => false);
    expect(Object.values(byState).reduce((sum, n) => sum + n, 0)).toBe(page.records.length);
    return page.records.map((record) => (JSON.parse(record) as TaskRecord).id);
  };
  const why = (text: string, project = "demo") => tooBroad(database, project, filterOf(text));
  return { database, index, add, find, why };
}

/** Each task is a second younger than the one before. */
let createdMs = Date.parse("2026-01-01T00:00:00Z");

function submittedNext(task: Partial<NewTask>): TaskRecord {
  createdMs += 1_000;
  return { ...newRecord(task), createdAt: new Date(createdMs).toISOString() };
}

function failed(message: string, task: Partial<NewTask> = {}): TaskRecord {
  const submitted = submittedNext(task);
  const time = submitted.createdAt;
  const started = applyAllowed(submitted, { type: "started", attempt: 1, time, worker: "w1" });
  const error = { name: "Error", message, reason: "HANDLER_ERROR" };
  return applyAllowed(started, { type: "failed", attempt: 1, time, error });
}

test("tasks are found by words of their error, in order of time, alone and with other conditions", () => {
  const { add, find } = newIndex();
  const full = failed("ENOSPC: Disk FULL, write to /data/café");
  const other = failed("the disk is not full", { type: "other" });
  const quoted = failed('"full" disk');
  add(full, other, quoted, newRecord({ payload: { note: "disk full" } }));
  expect(find('text : "disk full"')).toEqual([full.id]);
  expect(find("text : disk")).toEqual([full.id, other.id, quoted.id]);
  expect(find("text : DISK AND type = other")).toEqual([other.id]);
  expect(find('text : "disk" AND text : "not full"')).toEqual([other.id]);
  expect(find('text : "disk" AND NOT text : "not full"')).toEqual([full.id, quoted.id]);
  expect(find('text : "not full" OR text : cafe')).toEqual([full.id, other.id]);
  expect(find('text : "disk fu*"')).toEqual([full.id]);
  expect(find('text : "disk fu"')).toEqual([]);
  expect(find('text : "\\"full\\" disk"')).toEqual([quoted.id]);
  expect(find('text : "disk OR nothing"')).toEqual([]);
  expect(find("text : disk", "dem")).toEqual([]);
});

test("words of payloads are found where the type allows it, and in the fields that it names", () => {
  const { add, find } = newIndex();
  const letter = submittedNext({ type: "letter", payload: { to: ["Ada Lovelace"], n: 17 } });
  const order = submittedNext({
    type: "order",
    payload: { title: "Blue chairs", customer: { name: "Ada" }, secret: "hunter2" },
  });
  const tooLong = newRecord({ type: "letter", payload: `Ada ${"x".repeat(5_000)}` });
  add(letter, order, tooLong, newRecord({ payload: { name: "Ada" } }));
  expect(find("text : ada")).toEqual([letter.id, order.id]);
  expect(find('text : "blue chairs"')).toEqual([order.id]);
  expect(find("text : hunter2")).toEqual([]);
  expect(find("text : 17")).toEqual([]);
});

test("words change with their task, and are forgotten with it", () => {
  const { database, index, add, find } = newIndex();
  const record = failed("no space left");
  add(record);
  expect(find("text : space")).toEqual([record.id]);
  const later = { ...record, error: { name: "Error", message: "out of memory", reason: "HANDLER_ERROR" } };
  add(later);
  expect(find("text : space")).toEqual([]);
  expect(find("text : memory")).toEqual([record.id]);
  index.forgetEnded(Date.now() + 86_400_000, 10);
  expect(find("text : memory")).toEqual([]);
  expect(database.prepare("SELECT count(*) AS n FROM words WHERE words MATCH 'memory'").get()?.["n"]).toBe(0);
});

test("words that are in too many tasks of the project are refused, and others answered fast beside them", () => {
  const { add, find, why } = newIndex();
  const many = Array.from({ length: TEXT_HITS_MAX + 1 }, (_, i) =>
    failed(`timeout of host${i % 2_500}`, { project: i === 0 ? "other" : "demo" }),
  );
  add(...many);
  expect(why("text : timeout")).toBeUndefined();
  add(failed("timeout once more"));
  expect(why("text : timeout")).toBe(`"timeout" is in more than ${TEXT_HITS_MAX} tasks`);
  expect(why("state = FAILED AND NOT text : timeout")).toContain("more than");
  expect(why("text : timeout", "other")).toBeUndefined();
  expect(why("text : once OR text : host17")).toBeUndefined();
  expect(why("text : once OR text : timeout")).toContain('"timeout"');
  expect(find("text : host17")).toHaveLength(2);
});

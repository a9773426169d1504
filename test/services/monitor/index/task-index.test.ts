import type { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TaskRecord } from "../../../../core/task.ts";
import { openDatabase } from "../../../../services/monitor/index/database.ts";
import { newTallies } from "../../../../services/monitor/index/tally.ts";
import { TaskIndex } from "../../../../services/monitor/index/task-index.ts";
import { play, steps } from "./lives.ts";

/** What is in the index: the state and record of each task, and all counts. */
function contents(database: DatabaseSync) {
  const all = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  return {
    tasks: all("SELECT project, id, state, events, record FROM tasks JOIN records USING (key) ORDER BY id"),
    states: all("SELECT * FROM states WHERE n <> 0"),
    totals: all("SELECT project, queue, type, tally, n, round(seconds, 3) AS seconds FROM totals"),
    minutes: all("SELECT minute, project, type, tally, n, round(seconds, 3) AS seconds FROM minutes"),
    hours: all("SELECT hour, project, type, tally, n, round(seconds, 3) AS seconds FROM hours"),
    sums: all("SELECT * FROM minute_sums"),
  };
}

function indexOf(apply: (index: TaskIndex) => void) {
  const database = openDatabase(":memory:", () => {});
  apply(new TaskIndex(database));
  const found = contents(database);
  database.close();
  return found;
}

test("whatever is missed because it was replaced, comes twice or comes late, the index says the same", () => {
  fc.assert(
    fc.property(
      steps,
      fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }),
      fc.nat(),
      (life, kept, shift) => {
        const { stored, last } = play(life);
        const whole = indexOf((index) => index.applyRecords(stored, 1));
        // The newest record of each task is never missed; the order between tasks, and repetitions, do not matter.
        const isNewest = (i: number) =>
          stored.findLastIndex(({ record }) => record.id === stored[i]?.record.id) === i;
        const some = stored.filter((_, i) => kept[i] === true || isNewest(i));
        const mixed = [...some, ...some.slice(0, shift % (some.length + 1))];
        const found = indexOf((index) => {
          for (const each of mixed) index.applyRecords([each], 1);
        });
        expect(found).toEqual(whole);
        expect(whole.tasks.map(({ state }) => state)).toEqual(
          [...last].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ state }) => state),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test("every event of every timeline is counted once", () => {
  fc.assert(
    fc.property(steps, (life) => {
      const { stored, last } = play(life);
      const { totals, states } = indexOf((index) => index.applyRecords(stored, 1));
      const sumOf = (rows: Record<string, unknown>[]) => rows.reduce((sum, { n }) => sum + Number(n), 0);
      const countOf = (tally: string) => sumOf(totals.filter((row) => row["tally"] === tally));
      const happened = (type: string) =>
        last.flatMap(({ timeline }) => timeline.filter((event) => event.type === type)).length;
      for (const type of ["submitted", "started", "succeeded", "failed", "cancelled", "expired", "requeued"])
        expect([type, countOf(type)]).toEqual([type, happened(type)]);
      expect(countOf("retried")).toBe(happened("retry_scheduled"));
      expect(sumOf(states)).toBe(countOf("submitted"));
    }),
    { numRuns: 100 },
  );
});

test("the time a task waits begins when it is due, and its run ends with the attempt", () => {
  const at = (second: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + second * 1_000).toISOString();
  const [task] = play([]).last as [TaskRecord];
  const timeline = [
    { type: "submitted", time: at(0), attempt: 0 },
    { type: "scheduled", time: at(0), attempt: 0, dueAt: at(10) },
    { type: "started", time: at(12), attempt: 1 },
    { type: "retry_scheduled", time: at(15), attempt: 1, dueAt: at(75) },
    { type: "started", time: at(75), attempt: 2 },
    { type: "cancel_requested", time: at(80), attempt: 2 },
    { type: "cancelled", time: at(85), attempt: 2 },
  ] as const;
  const took = newTallies({ ...task, timeline }, 0)
    .filter(({ name }) => name.includes(":"))
    .map(({ name, seconds }) => [name.split(":")[0], seconds]);
  expect(took).toEqual([
    ["wait", 2],
    ["run", 3],
    ["wait", 0],
    ["run", 10],
    ["total", 85],
  ]);
});

test("what ended first is forgotten first, and the totals stay", () => {
  const { stored } = play([
    { task: 0, type: "started" },
    { task: 0, type: "succeeded" },
    { task: 1, type: "started" },
    { task: 1, type: "succeeded" },
  ]);
  const database = openDatabase(":memory:", () => {});
  const index = new TaskIndex(database);
  index.applyRecords(stored, 7);
  const before = contents(database);
  expect(index.forgetEnded(Date.parse("2026-01-01T00:00:02Z"), 10)).toBe(1);
  expect(index.positions().events).toBe(7);
  const after = contents(database);
  expect(after.tasks).toHaveLength(4);
  expect(after.tasks.filter(({ state }) => state === "SUCCEEDED")).toHaveLength(1);
  expect(after.totals).toEqual(before.totals);
  expect(index.forgetEnded(Date.now(), 10)).toBe(1);
  expect(index.forgetEnded(Date.now(), 10)).toBe(0);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesFilter } from "../../../../core/task-filter/match.ts";
import { openDatabase } from "../../../../services/monitor/index/database.ts";
import { countTasks } from "../../../../services/monitor/index/task-count.ts";
import { TaskIndex } from "../../../../services/monitor/index/task-index.ts";
import { listTasks } from "../../../../services/monitor/index/task-list.ts";
import { filters } from "../../../core/task-filter/filters.arbitrary.ts";
import { play, steps } from "./lives.ts";

const never = () => false;

test("the index finds, counts and orders just those tasks that a filter lets through", () => {
  fc.assert(
    fc.property(
      steps,
      filters,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      (life, filter, size, newestFirst) => {
        const { stored, last } = play(life);
        const database = openDatabase(":memory:", () => {});
        new TaskIndex(database).applyRecords(stored, 1);

        const found: string[] = [];
        let after: { created: number; id: string } | undefined;
        do {
          const terms = { project: "demo", filter, newestFirst, after, size, characters: 1e6 };
          const page = listTasks(database, terms, never);
          found.push(...page.records.map((text) => JSON.parse(text).id));
          after = page.next;
        } while (after !== undefined);

        const expected = last
          .filter((record) => matchesFilter(filter, record))
          .map(({ id, createdAt }) => `${createdAt} ${id}`)
          .sort()
          .map((text) => text.split(" ")[1]);
        expect(found).toEqual(newestFirst ? expected.reverse() : expected);

        const { byState, isComplete } = countTasks(database, "demo", filter, never);
        expect(isComplete).toBe(true);
        expect(Object.values(byState).reduce((sum, n) => sum + n, 0)).toBe(expected.length);
        expect(
          listTasks(
            database,
            { project: "other", filter, newestFirst, after: undefined, size: 9, characters: 1e6 },
            never,
          ).records,
        ).toEqual([]);
        database.close();
      },
    ),
    { numRuns: 300 },
  );
});

import type { DatabaseSync } from "node:sqlite";
import type { TaskState } from "../../../core/task.ts";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";
import { demandOf, toCondition } from "./filter-sql.ts";
import { demandedTexts, FIND_TEXT, toMatch } from "./text-search.ts";

/** A task in the order of submission. */
export interface ScanPosition {
  /** In milliseconds since 1970. */
  readonly created: number;
  readonly id: string;
}

export interface ScanTerms {
  readonly project: string;
  readonly filter: TaskFilter | undefined;
  readonly newestFirst: boolean;
  /** Where to go on; undefined is the beginning. */
  readonly after: ScanPosition | undefined;
}

/** A task that was looked at. */
export interface ScannedTask extends ScanPosition {
  readonly key: number;
  readonly state: TaskState;
  /** 1 when the filter lets it through, else 0. */
  readonly fits: 0 | 1;
}

/** What narrows down which tasks are looked at. */
const INDEXED = [
  { field: "task_id", column: "id" },
  { field: "state", column: "state" },
  { field: "type", column: "type" },
  { field: "queue", column: "queue" },
] as const;

/** So many tasks are looked at between two looks at the clock: a few milliseconds. */
const STRETCH = 500;

/**
 * Looks at the tasks of a project in the order of their submission, a stretch at a time, for as long as the caller wants. What
 * the filter demands of text, state, type or queue chooses the index, and so which tasks are looked at at all.
 */
export function* scanTasks(
  database: DatabaseSync,
  { project, filter, newestFirst, after }: ScanTerms,
): Generator<readonly ScannedTask[], void> {
  const condition = toCondition(filter, project);
  const demands = INDEXED.flatMap(({ field, column }) => {
    const value = demandOf(filter, field);
    return value === undefined ? [] : [{ column, value }];
  });
  const texts = demandedTexts(filter).map((text) => toMatch(project, text));
  // The few tasks that a text is in are found by their words; any other index would look at all tasks.
  const [order, sign] = newestFirst ? ["DESC", "<"] : ["ASC", ">"];
  const where = [
    "project = ?",
    ...texts.map(() => `key IN (${FIND_TEXT})`),
    ...demands.map(({ column }) => `${column} = ?`),
    `(created, id) ${sign} (?, ?)`,
  ].join(" AND ");
  const stretch = (columns: string, from: string) =>
    `SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY created ${order}, id ${order} LIMIT ${STRETCH}`;
  // The few tasks that a text is in are found by their words: any other index would look at all tasks. They are sorted by
  // themselves, because whole rows take three times as long.
  const source =
    texts.length === 0
      ? stretch("*", "tasks")
      : `SELECT * FROM tasks NOT INDEXED WHERE key IN (${stretch("key", "tasks NOT INDEXED")})`;
  const query = database.prepare(
    `SELECT key, created, id, state, coalesce((${condition.sql}), 0) AS fits FROM (${source}) AS task
     ORDER BY created ${order}, id ${order}`,
  );
  const values = demands.map(({ value }) => value);
  let { created, id } = after ?? (newestFirst ? LAST : FIRST);
  for (;;) {
    const rows = query.all(...condition.parameters, project, ...texts, ...values, created, id);
    const tasks = rows as unknown as readonly ScannedTask[];
    yield tasks;
    const last = tasks.at(-1);
    if (last === undefined || tasks.length < STRETCH) return;
    ({ created, id } = last);
  }
}

/** Beyond every task, and before every one. */
const LAST: ScanPosition = { created: Number.MAX_SAFE_INTEGER, id: "" };
const FIRST: ScanPosition = { created: 0, id: "" };

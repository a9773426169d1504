import type { DatabaseSync } from "node:sqlite";
import type { TaskState } from "../../../core/task.ts";
import { fieldsOf } from "../../../core/task-filter/fields-of.ts";
import type { TaskFilter } from "../../../core/task-filter/filter.ts";
import { toCondition } from "./filter-sql.ts";
import { scanTasks } from "./task-scan.ts";

export interface TaskCount {
  /** How many tasks there are in each state; a state without any is left out. */
  readonly byState: Readonly<Partial<Record<TaskState, number>>>;
  /** Whether all tasks were looked at; if not, there are at least so many. */
  readonly isComplete: boolean;
}

/** What `states` keeps counts of. */
const COUNTED: ReadonlySet<string> = new Set(["state", "type", "queue"]);

/**
 * Counts the tasks of a project that a filter lets through. A filter of state, type and queue is answered from counts that are
 * kept; any other looks at the tasks themselves, newest first, until the time is up.
 *
 * @param isTimeUp asked after each stretch of tasks
 */
export function countTasks(
  database: DatabaseSync,
  project: string,
  filter: TaskFilter | undefined,
  isTimeUp: () => boolean,
): TaskCount {
  if (fieldsOf(filter).isSubsetOf(COUNTED))
    return { byState: kept(database, project, filter), isComplete: true };
  const byState: Partial<Record<TaskState, number>> = {};
  for (const tasks of scanTasks(database, { project, filter, newestFirst: true, after: undefined })) {
    for (const { state, fits } of tasks) if (fits === 1) byState[state] = (byState[state] ?? 0) + 1;
    if (isTimeUp()) return { byState, isComplete: false };
  }
  return { byState, isComplete: true };
}

function kept(
  database: DatabaseSync,
  project: string,
  filter: TaskFilter | undefined,
): Partial<Record<TaskState, number>> {
  const { sql, parameters } = toCondition(filter, project);
  const rows = database
    .prepare(
      `SELECT state, sum(n) AS n FROM states WHERE project = ? AND (${sql}) GROUP BY state HAVING sum(n) > 0`,
    )
    .all(project, ...parameters);
  return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
}

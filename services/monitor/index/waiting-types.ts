import type { DatabaseSync } from "node:sqlite";

/** The tasks of one type in line in one queue. */
export interface WaitingType {
  readonly queue: string;
  readonly type: string;
  readonly waiting: number;
  /** Since when the one waits that has waited longest, in milliseconds since 1970. */
  readonly sinceMs: number;
}

/** What is in line, by queue and type. Counts are kept, and the oldest is one step into an index: a million tasks in line cost no more. */
export function readWaitingTypes(database: DatabaseSync): readonly WaitingType[] {
  return database
    .prepare(
      `SELECT * FROM (
         SELECT queue, type, sum(n) AS waiting, (
           SELECT coalesce(due, created) FROM tasks
           WHERE state = 'QUEUED' AND finished IS NULL AND queue = states.queue AND type = states.type
           ORDER BY coalesce(due, created) LIMIT 1
         ) AS sinceMs FROM states WHERE state = 'QUEUED' GROUP BY queue, type HAVING sum(n) > 0
       ) WHERE sinceMs IS NOT NULL`,
    )
    .all() as unknown as readonly WaitingType[];
}

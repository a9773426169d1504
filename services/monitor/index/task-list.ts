import type { DatabaseSync } from "node:sqlite";
import { type ScanPosition, type ScanTerms, scanTasks } from "./task-scan.ts";

export interface ListTerms extends ScanTerms {
  /** At most so many tasks. */
  readonly size: number;
  /** At most about so many characters of records; one always comes. */
  readonly characters: number;
}

export interface ListPage {
  /** Records without payload and result, as JSON. */
  readonly records: readonly string[];
  /** Where the next page begins; undefined when that was all. */
  readonly next: ScanPosition | undefined;
}

/**
 * One page of a list. It ends early when the time is up, so that a filter which few of many tasks pass costs many short pages
 * and never one long one.
 *
 * @param isTimeUp asked after each stretch of tasks
 */
export function listTasks(database: DatabaseSync, terms: ListTerms, isTimeUp: () => boolean): ListPage {
  const readRecord = database.prepare("SELECT record FROM records WHERE key = ?");
  const records: string[] = [];
  let characters = 0;
  let next: ScanPosition | undefined;
  for (const tasks of scanTasks(database, terms)) {
    for (const { key, created, id, fits } of tasks) {
      next = { created, id };
      if (fits === 0) continue;
      const record = String(readRecord.get(key)?.["record"]);
      records.push(record);
      characters += record.length;
      if (records.length >= terms.size || characters >= terms.characters) return { records, next };
    }
    if (isTimeUp()) return { records, next };
  }
  return { records, next: undefined };
}

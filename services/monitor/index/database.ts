import { existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "../../../core/message-of.ts";
import { addPayloadFunction } from "./payload-function.ts";

/** The form of the tables. A file of another form is put aside and made anew from the streams. */
const SCHEMA_VERSION = 4;

/**
 * `tasks` holds what lists filter and sort by, `records` the rest, so that a look at many tasks reads few pages. `states`
 * counts the rows of `tasks`; `words` finds them by what is said in them; `totals` counts what happened, and is kept
 * when the tasks are forgotten. `minutes` and `hours` count the same by time, and `minute_sums` what of it is drawn minute by minute: a day is read from few rows.
 */
const SCHEMA = `
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tasks (
  key INTEGER PRIMARY KEY,
  project TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, queue TEXT NOT NULL, priority TEXT NOT NULL,
  state TEXT NOT NULL, labels TEXT NOT NULL, unique_key TEXT, schedule_id TEXT,
  created INTEGER NOT NULL, due INTEGER, started INTEGER, finished INTEGER,
  wait INTEGER, run INTEGER, attempt INTEGER NOT NULL, worker TEXT, reason TEXT, error_reason TEXT, error_message TEXT,
  sequence INTEGER NOT NULL, events INTEGER NOT NULL, words INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX task_by_id ON tasks (project, id);
CREATE INDEX task_by_time ON tasks (project, created, id);
CREATE INDEX task_by_state ON tasks (project, state, created, id);
CREATE INDEX task_by_type ON tasks (project, type, created, id);
CREATE INDEX task_by_end ON tasks (finished) WHERE finished IS NOT NULL;
CREATE INDEX task_unended ON tasks (key) WHERE finished IS NULL;
CREATE INDEX task_in_line ON tasks (queue, type, coalesce(due, created)) WHERE state = 'QUEUED' AND finished IS NULL;
CREATE INDEX task_running ON tasks (started) WHERE state IN ('RUNNING', 'CANCELLING') AND finished IS NULL;
CREATE TABLE records (key INTEGER PRIMARY KEY, record TEXT NOT NULL, payload TEXT) STRICT;
CREATE VIRTUAL TABLE words USING fts5(said, project, content='', contentless_delete=1);
CREATE TABLE states (
  project TEXT, queue TEXT, type TEXT, state TEXT, n INTEGER NOT NULL, PRIMARY KEY (project, queue, type, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE totals (
  project TEXT, queue TEXT, type TEXT, tally TEXT, n INTEGER NOT NULL, seconds REAL NOT NULL,
  PRIMARY KEY (project, queue, type, tally)
) STRICT, WITHOUT ROWID;
CREATE TABLE minutes (
  minute INTEGER, project TEXT, type TEXT, tally TEXT, n INTEGER NOT NULL, seconds REAL NOT NULL,
  PRIMARY KEY (minute, project, type, tally)
) STRICT, WITHOUT ROWID;
CREATE TABLE hours (
  hour INTEGER, project TEXT, type TEXT, tally TEXT, n INTEGER NOT NULL, seconds REAL NOT NULL,
  PRIMARY KEY (hour, project, type, tally)
) STRICT, WITHOUT ROWID;
CREATE TABLE minute_sums (
  minute INTEGER, project TEXT, tally TEXT, n INTEGER NOT NULL, PRIMARY KEY (minute, project, tally)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the index in a file, and makes it when it is not there. A file that is no such index, is damaged, or has another form is put aside
 * under the name `<path>.unusable`, and `onUnusable` is told why: what it held is read from the streams again, as far as they
 * still have it. Throws when the folder cannot be written.
 *
 * @param path `:memory:` keeps it in memory
 */
export function openDatabase(path: string, onUnusable: (why: string) => void): DatabaseSync {
  const why = problemOf(path);
  if (why !== undefined) {
    putAside(path);
    onUnusable(why);
  }
  const database = new DatabaseSync(path);
  try {
    // A crash of the monitor loses nothing; a power cut may lose the last second, which is read from the streams again.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;");
    if (versionOf(database) === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT;`);
    addPayloadFunction(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Renames the index in a file; one that is not there is no fault. */
export function putAside(path: string): void {
  if (path === ":memory:") return;
  if (existsSync(path)) renameSync(path, `${path}.unusable`);
  // Without their database these two mean nothing, and would spoil the next one.
  for (const rest of ["-wal", "-shm"]) rmSync(path + rest, { force: true });
}

/**
 * Whether an error says that the file is no good any more: it holds what SQLite did not write, has been cut off, or is another one than was
 * opened (https://www.sqlite.org/rescode.html).
 */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  return DAMAGE.has(code) || DAMAGE.has(code & 0xff);
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR_SHORT_READ, SQLITE_READONLY_DBMOVED. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26, 522, 1032]);

function problemOf(path: string): string | undefined {
  if (path === ":memory:" || !existsSync(path)) return undefined;
  try {
    const database = new DatabaseSync(path);
    try {
      const version = versionOf(database);
      if (version !== 0 && version !== SCHEMA_VERSION) return `has form ${version}, not ${SCHEMA_VERSION}`;
      const { quick_check: verdict } = database.prepare("PRAGMA quick_check(1)").get() as {
        quick_check: string;
      };
      return verdict === "ok" ? undefined : verdict;
    } finally {
      database.close();
    }
  } catch (error) {
    return messageOf(error);
  }
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

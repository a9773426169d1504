import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isTerminal } from "../../../core/lifecycle.ts";
import type { TaskKey } from "../../../core/subject.ts";
import type { StoredRecord } from "../../../jetstream/records.ts";
import { Counts } from "./counts.ts";
import { type Searchable, searchedText } from "./searched-text.ts";
import { newTallies } from "./tally.ts";
import { type TaskRow, toDocument, toRow } from "./task-row.ts";
import { projectWord } from "./text-search.ts";

/** How far the streams have been read. */
export interface Positions {
  /** The sequence in EVENTS of the newest record that is in the index. */
  readonly events: number;
  /** The sequence in TASKS up to which waiting tasks have been looked at. */
  readonly tasks: number;
}

/** What of a stretch of EVENTS could not be read. */
export interface Unread {
  /** The sequence of its first record that could not be read; undefined when all could. */
  readonly first: number | undefined;
  /** The version of this program. */
  readonly by: string;
}

/** A task that has not ended, as far as is known. */
export interface UnendedTask extends TaskKey {
  /** Its row. */
  readonly key: number;
  /** That of its record in EVENTS; 0 while it has none. */
  readonly sequence: number;
}

/** What of a row decides whether a record is news. */
type Known = Pick<TaskRow, "created" | "events" | "sequence" | "state" | "queue" | "type" | "words"> & {
  readonly key: number;
};

/**
 * Every task that was ever seen, with what happened counted once. One batch is one transaction together with the position it
 * was read up to, so that after a crash reading goes on where it was; a record that comes again, or late, changes nothing.
 */
export class TaskIndex {
  readonly #database: DatabaseSync;
  readonly #counts: Counts;
  readonly #searchable: Searchable;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  /** Of a task that goes on. */
  readonly #advance: StatementSync;
  /** Of another task in its place. */
  readonly #replace: StatementSync;
  readonly #putRecord: StatementSync;
  readonly #putFact: StatementSync;
  readonly #unended: StatementSync;
  readonly #putWords: StatementSync;
  readonly #dropWords: StatementSync;

  /** @param searchable what types say of being searched; by default none is */
  constructor(database: DatabaseSync, searchable: Searchable = () => undefined) {
    this.#searchable = searchable;
    this.#database = database;
    this.#counts = new Counts(database);
    this.#find = database.prepare(
      "SELECT key, created, events, sequence, state, queue, type, words FROM tasks WHERE project = ? AND id = ?",
    );
    this.#insert = database.prepare(
      `INSERT INTO tasks (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((name) => `:${name}`).join(", ")})`,
    );
    const update = (columns: readonly string[]) =>
      database.prepare(
        `UPDATE tasks SET ${columns.map((name) => `${name} = :${name}`).join(", ")} WHERE key = :key`,
      );
    this.#replace = update(COLUMNS);
    this.#advance = update(COLUMNS.filter((name) => !LASTING.has(name)));
    this.#putRecord = database.prepare("REPLACE INTO records (key, record, payload) VALUES (?, ?, ?)");
    this.#unended = database.prepare(
      "SELECT key, project, id, sequence FROM tasks WHERE finished IS NULL AND key > ? ORDER BY key LIMIT ?",
    );
    this.#putWords = database.prepare("INSERT INTO words (rowid, said, project) VALUES (?, ?, ?)");
    this.#dropWords = database.prepare("DELETE FROM words WHERE rowid = ?");
    this.#putFact = database.prepare("REPLACE INTO facts (name, value) VALUES (?, ?)");
  }

  /** Where reading goes on; 0 is from the beginning. */
  positions(): Positions {
    return { events: Number(this.fact("events") ?? 0), tasks: Number(this.fact("tasks") ?? 0) };
  }

  /** Something that was noted about the streams; undefined when it never was. */
  fact(name: string): string | undefined {
    const row = this.#database.prepare("SELECT value FROM facts WHERE name = ?").get(name);
    return row === undefined ? undefined : String(row["value"]);
  }

  setFact(name: string, value: string): void {
    this.#putFact.run(name, value);
  }

  /** Notes that one of the streams is another one now, to be read from its beginning. */
  restart(stream: keyof Positions, identity: string): void {
    this.#transaction(() => {
      this.setFact(stream, "0");
      this.setFact(`${stream}_stream`, identity);
      // Sequences of the old stream say nothing of the new one.
      if (stream === "events") this.#database.exec("DELETE FROM facts WHERE name IN ('unread', 'unread_by')");
      if (stream === "events") this.#database.exec("UPDATE tasks SET sequence = 0 WHERE finished IS NULL");
    });
  }

  /** Takes in records from EVENTS, read up to `position`. Throws when the file cannot be written; then nothing has changed. */
  applyRecords(records: readonly StoredRecord[], position: number, unread?: Unread): void {
    this.#transaction(() => {
      for (const stored of newestOfEach(records)) this.#apply(stored);
      this.setFact("events", String(position));
      if (unread?.first !== undefined && this.fact("unread") === undefined) {
        this.setFact("unread", String(unread.first));
        this.setFact("unread_by", unread.by);
      }
    });
  }

  /** Goes back to the first record that another version of this program could not read: this one may be newer. */
  readAgain(version: string): void {
    const unread = this.fact("unread");
    if (unread === undefined || this.fact("unread_by") === version) return;
    this.#transaction(() => {
      this.setFact("events", String(Math.min(Number(unread) - 1, this.positions().events)));
      this.#database.exec("DELETE FROM facts WHERE name IN ('unread', 'unread_by')");
    });
  }

  /** Takes in tasks that wait and have no record, read up to `position` of TASKS. Throws as `applyRecords` does. */
  applyWaiting(records: readonly StoredRecord[], position: number): void {
    this.#transaction(() => {
      for (const stored of records) this.#apply(stored);
      this.setFact("tasks", String(position));
    });
  }

  /**
   * Forgets tasks whose end can no longer be known, because neither message nor record is there any more, and counts each as lost; how
   * many they were. One of which more has been heard since `unended` gave it out stays.
   */
  forgetLost(tasks: readonly UnendedTask[]): number {
    const atMs = Date.now();
    let lost = 0;
    this.#transaction(() => {
      for (const { key, project, id, sequence } of tasks) {
        const known = this.#find.get(project, id) as Known | undefined;
        if (known?.key !== key || known.sequence !== sequence || isOver(known)) continue;
        this.#delete(known, project);
        this.#counts.tally({ ...known, project }, { name: "lost", atMs, seconds: 0 });
        lost++;
      }
    });
    return lost;
  }

  /** Forgets the tasks that have ended before a time, at most `limit`, oldest first; how many they were. */
  forgetEnded(beforeMs: number, limit: number): number {
    const rows = this.#database
      .prepare(
        `SELECT key, created, events, sequence, state, queue, type, words, project FROM tasks
         WHERE finished IS NOT NULL AND finished < ? ORDER BY finished LIMIT ?`,
      )
      .all(beforeMs, limit) as unknown as (Known & { project: string })[];
    if (rows.length > 0)
      this.#transaction(() => {
        for (const row of rows) this.#delete(row, row.project);
      });
    return rows.length;
  }

  /** Forgets what happened by the minute and by the hour before a time; the totals stay. */
  forgetMinutes(beforeMs: number): void {
    const minute = Math.floor(beforeMs / 60_000);
    for (const table of ["minutes", "minute_sums"])
      this.#database.prepare(`DELETE FROM ${table} WHERE minute < ?`).run(minute);
    this.#database.prepare("DELETE FROM hours WHERE hour < ?").run(Math.floor(minute / 60));
  }

  /** The tasks that have not ended, as far as is known, in the order in which they came, after the row of one of them. */
  unended(after: number, limit: number): readonly UnendedTask[] {
    return this.#unended.all(after, limit) as unknown as UnendedTask[];
  }

  /** How much of the disk the index takes, in bytes; what could be written again is not counted. */
  bytes(): number {
    const read = (name: string) =>
      Number(Object.values(this.#database.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);
    return (read("page_count") - read("freelist_count")) * read("page_size");
  }

  #apply(stored: StoredRecord): void {
    const { record, sequence } = stored;
    const known = this.#find.get(record.project, record.id) as Known | undefined;
    const isSame = known !== undefined && known.created === Date.parse(record.createdAt);
    if (isSame && !isNews(known, stored)) return;
    // An id that is used again, once its record has expired, is another task.
    if (known !== undefined && !isSame && sequence === 0 && known.sequence !== 0 && !isOver(known)) return;
    const said = searchedText(record, this.#searchable(record.type));
    const row = toRow(stored, said);
    const key = known === undefined ? Number(this.#insert.run({ ...row }).lastInsertRowid) : known.key;
    if (known !== undefined) {
      if (isSame) this.#advance.run(advanceOf(row, key));
      else this.#replace.run({ ...row, key });
      this.#counts.state(record.project, known, known.state, -1);
    }
    this.#counts.state(record.project, row, row.state, 1);
    // Most changes of a task change nothing of what is said in it.
    if (row.words !== (known?.words ?? 0)) {
      if (known !== undefined && known.words !== 0) this.#dropWords.run(key);
      if (row.words !== 0) this.#putWords.run(key, said, projectWord(record.project));
    }
    const { record: document, payload } = toDocument(record);
    this.#putRecord.run(key, document, payload);
    for (const tally of newTallies(record, isSame ? known.events : 0)) this.#counts.tally(record, tally);
  }

  #delete(known: Known, project: string): void {
    this.#database.prepare("DELETE FROM tasks WHERE key = ?").run(known.key);
    this.#database.prepare("DELETE FROM records WHERE key = ?").run(known.key);
    if (known.words !== 0) this.#dropWords.run(known.key);
    this.#counts.state(project, known, known.state, -1);
  }

  #transaction(change: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      change();
      this.#counts.flush();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#counts.discard();
      // A full disk may have ended the transaction already.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** The newest record holds the whole timeline: those before it need not be written. */
function newestOfEach(records: readonly StoredRecord[]): Iterable<StoredRecord> {
  const newest = new Map<string, StoredRecord>();
  for (const stored of records) {
    // By its time as well: an id that is used again is another task.
    const { project, id, createdAt } = stored.record;
    const name = `${project} ${id} ${createdAt}`;
    if ((newest.get(name)?.sequence ?? -1) <= stored.sequence) newest.set(name, stored);
  }
  return newest.values();
}

/** Whether a record says more of a task than is known: by its record, or by what its message says while it has none. */
function isNews(known: Known, { record, sequence }: StoredRecord): boolean {
  if (sequence !== 0) return sequence > known.sequence;
  return known.sequence === 0 && (record.timeline.length > known.events || record.state !== known.state);
}

function isOver({ state }: Known): boolean {
  return isTerminal(state);
}

/** What never changes of a task: SQLite writes every index anew whose columns are set, also to what they were. */
const LASTING: ReadonlySet<keyof TaskRow> = new Set(["project", "id", "type", "created"]);

function advanceOf({ project: _, id: __, type: ___, created: ____, ...row }: TaskRow, key: number) {
  return { ...row, key };
}

const COLUMNS = [
  "project",
  "id",
  "type",
  "queue",
  "priority",
  "state",
  "labels",
  "unique_key",
  "schedule_id",
  "created",
  "due",
  "started",
  "finished",
  "wait",
  "run",
  "attempt",
  "worker",
  "reason",
  "error_reason",
  "error_message",
  "sequence",
  "events",
  "words",
] as const satisfies readonly (keyof TaskRow)[];

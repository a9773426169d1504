import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { TaskState } from "../../../core/task.ts";
import type { Tally } from "./tally.ts";

/** Whose task it is that counts. */
interface Counted {
  readonly queue: string;
  readonly type: string;
}

interface Sum {
  readonly keys: readonly (string | number)[];
  n: number;
  seconds: number;
}

const MINUTE_MS = 60_000;

/** What is drawn minute by minute. */
const DRAWN: ReadonlySet<string> = new Set(["submitted", "succeeded", "failed"]);

/**
 * Counts in memory what one transaction changes, and writes the sums at its end: many tasks of one type change few rows. Whoever
 * writes calls `flush` before the commit, or `discard` after a rollback.
 */
export class Counts {
  readonly #addState: StatementSync;
  readonly #addTotal: StatementSync;
  readonly #addMinute: StatementSync;
  readonly #addHour: StatementSync;
  readonly #addMinuteSum: StatementSync;
  readonly #states = new Map<string, Sum>();
  readonly #totals = new Map<string, Sum>();
  readonly #minutes = new Map<string, Sum>();
  readonly #hours = new Map<string, Sum>();
  readonly #minuteSums = new Map<string, Sum>();

  constructor(database: DatabaseSync) {
    this.#addState = database.prepare(
      `INSERT INTO states VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
    );
    this.#addTotal = database.prepare(
      `INSERT INTO totals VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n, seconds = seconds + excluded.seconds`,
    );
    this.#addMinute = database.prepare(
      `INSERT INTO minutes VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n, seconds = seconds + excluded.seconds`,
    );
    this.#addHour = database.prepare(
      `INSERT INTO hours VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET n = n + excluded.n, seconds = seconds + excluded.seconds`,
    );
    this.#addMinuteSum = database.prepare(
      `INSERT INTO minute_sums VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
    );
  }

  /** There are `n` more tasks in a state, or fewer. */
  state(project: string, { queue, type }: Counted, state: TaskState, n: 1 | -1): void {
    add(this.#states, [project, queue, type, state], n, 0);
  }

  /** Something happened to a task. */
  tally(task: Counted & { readonly project: string }, { name, atMs, seconds }: Tally): void {
    const { project, queue, type } = task;
    const minute = Math.floor(atMs / MINUTE_MS);
    add(this.#totals, [project, queue, type, name], 1, seconds);
    add(this.#minutes, [minute, project, type, name], 1, seconds);
    add(this.#hours, [Math.floor(minute / 60), project, type, name], 1, seconds);
    if (DRAWN.has(name)) add(this.#minuteSums, [minute, project, name], 1, 0);
  }

  /** Writes all of it. */
  flush(): void {
    for (const { keys, n } of this.#states.values()) if (n !== 0) this.#addState.run(...keys, n);
    for (const { keys, n, seconds } of this.#totals.values()) this.#addTotal.run(...keys, n, seconds);
    for (const { keys, n, seconds } of this.#minutes.values()) this.#addMinute.run(...keys, n, seconds);
    for (const { keys, n, seconds } of this.#hours.values()) this.#addHour.run(...keys, n, seconds);
    for (const { keys, n } of this.#minuteSums.values()) this.#addMinuteSum.run(...keys, n);
    this.discard();
  }

  /** Forgets what has not been written. */
  discard(): void {
    this.#states.clear();
    this.#totals.clear();
    this.#minutes.clear();
    this.#hours.clear();
    this.#minuteSums.clear();
  }
}

function add(sums: Map<string, Sum>, keys: readonly (string | number)[], n: number, seconds: number): void {
  // Names have no space: see `core/name.ts`.
  const name = keys.join(" ");
  const sum = sums.get(name);
  if (sum === undefined) sums.set(name, { keys, n, seconds });
  else {
    sum.n += n;
    sum.seconds += seconds;
  }
}

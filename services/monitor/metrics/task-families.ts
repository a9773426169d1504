import type { DatabaseSync } from "node:sqlite";
import { DURATION_BOUNDS, type DurationName } from "../index/tally.ts";
import { readWaitingTypes } from "../index/waiting-types.ts";
import type { Exemplars } from "./exemplars.ts";
import type { Distribution, Family, Labels, Point } from "./family.ts";

/** So many combinations of project, queue and type have series of their own, the busiest first; the rest are one, `_other`. */
export const MAX_TASK_SERIES = 300;

const OTHER = "_other";

/** What each event is counted as. */
const COUNTERS = {
  submitted: ["longshore_tasks_submitted", "Tasks that were accepted."],
  started: ["longshore_task_attempts_started", "Attempts that began."],
  succeeded: ["longshore_tasks_succeeded", "Tasks that ended with a result."],
  failed: ["longshore_tasks_failed", "Tasks that ended with an error."],
  cancelled: ["longshore_tasks_cancelled", "Tasks that ended because somebody cancelled them."],
  expired: ["longshore_tasks_expired", "Tasks that had not started in time."],
  retried: ["longshore_task_attempts_retried", "Attempts that failed and are to be made again."],
  interrupted: ["longshore_task_attempts_interrupted", "Attempts that ended through no fault of their task."],
  requeued: ["longshore_tasks_requeued", "Tasks that were put in line again by request."],
  lost: [
    "longshore_tasks_lost",
    "Tasks that ended unseen while no monitor ran, and whose records are gone: nobody knows how they ended.",
  ],
} as const;

const DURATIONS: Readonly<Record<DurationName, readonly [name: string, help: string]>> = {
  wait: ["longshore_task_wait_seconds", "Time from when an attempt could have started to its start."],
  run: ["longshore_task_run_seconds", "Time that an attempt ran."],
  total: ["longshore_task_total_seconds", "Time from the submission of a task to its end."],
};

interface TotalRow {
  readonly project: string;
  readonly queue: string;
  readonly type: string;
  readonly tally: string;
  readonly n: number;
  readonly seconds: number;
}

/** What has happened to tasks, and where they are now, out of the index. The counters never fall, unless the index is built anew. */
export function taskFamilies(database: DatabaseSync, exemplars: Exemplars, nowMs: number): readonly Family[] {
  const named = seriesNames(database);
  const totals = database.prepare("SELECT * FROM totals").all() as unknown as readonly TotalRow[];
  return [
    ...counters(totals, named),
    errors(totals, named),
    ...durations(totals, named, exemplars),
    states(database, named),
    oldestWaiting(database, nowMs),
  ];
}

/** The labels of a combination: those of `_other` for one that has no series of its own. */
type Naming = (row: Pick<TotalRow, "project" | "queue" | "type">) => Labels;

function seriesNames(database: DatabaseSync): Naming {
  const busiest = database
    .prepare(
      `SELECT project, queue, type FROM totals WHERE tally = 'submitted' ORDER BY n DESC, project, queue, type
       LIMIT ${MAX_TASK_SERIES}`,
    )
    .all();
  const known = new Set(busiest.map(({ project, queue, type }) => `${project} ${queue} ${type}`));
  return ({ project, queue, type }) =>
    known.has(`${project} ${queue} ${type}`)
      ? { project, queue, type }
      : { project: OTHER, queue: OTHER, type: OTHER };
}

function counters(totals: readonly TotalRow[], named: Naming): readonly Family[] {
  return Object.entries(COUNTERS).map(([tally, [name, help]]) => ({
    kind: "counter",
    name,
    help,
    points: sumUp(
      totals.filter((row) => row.tally === tally).map((row) => ({ labels: named(row), value: row.n })),
    ),
  }));
}

/** The tally of an attempt that failed, before its reason. */
const ERROR = "error:";

function errors(totals: readonly TotalRow[], named: Naming): Family {
  const rows = totals.filter(({ tally }) => tally.startsWith(ERROR));
  return {
    kind: "counter",
    name: "longshore_task_errors",
    help: "Attempts that failed, by reason: HARD_LIMIT, MEMORY_LIMIT, WORKER_LOST and others.",
    points: sumUp(
      rows.map((row) => ({ labels: { ...named(row), reason: row.tally.slice(ERROR.length) }, value: row.n })),
    ),
  };
}

function durations(totals: readonly TotalRow[], named: Naming, exemplars: Exemplars): readonly Family[] {
  return (Object.keys(DURATIONS) as DurationName[]).map((duration) => {
    const byLabels = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
    for (const row of totals) {
      if (!row.tally.startsWith(`${duration}:`)) continue;
      const labels = named(row);
      const key = Object.values(labels).join(" ");
      const found = byLabels.get(key) ?? { labels, counts: DURATION_BOUNDS.map(() => 0).concat(0), sum: 0 };
      const bucket = Number(row.tally.slice(duration.length + 1));
      found.counts[bucket] = (found.counts[bucket] ?? 0) + row.n;
      found.sum += row.seconds;
      byLabels.set(key, found);
    }
    const [name, help] = DURATIONS[duration];
    const distributions: Distribution[] = [...byLabels].map(([key, found]) => ({
      ...found,
      exemplars: exemplars.of(duration, key),
    }));
    return { kind: "histogram", name, help, bounds: DURATION_BOUNDS, distributions };
  });
}

function states(database: DatabaseSync, named: Naming): Family {
  const rows = database.prepare("SELECT project, queue, type, state, n FROM states WHERE n <> 0").all();
  const points = rows.map((row) => {
    const { state, n } = row;
    return {
      labels: { ...named(row as unknown as TotalRow), state: String(state).toLowerCase() },
      value: Number(n),
    };
  });
  return {
    kind: "gauge",
    name: "longshore_tasks",
    help: "Tasks that are known, by state; those that have ended are known for as long as the history goes back.",
    points: sumUp(points),
  };
}

function oldestWaiting(database: DatabaseSync, nowMs: number): Family {
  const since = new Map<string, number>();
  for (const { queue, sinceMs } of readWaitingTypes(database))
    since.set(queue, Math.min(sinceMs, since.get(queue) ?? Number.POSITIVE_INFINITY));
  return {
    kind: "gauge",
    name: "longshore_queue_oldest_waiting_seconds",
    help: "How long the task has waited that has waited longest in line.",
    points: [...since].map(([queue, sinceMs]) => ({
      labels: { queue },
      value: Math.max(0, nowMs - sinceMs) / 1_000,
    })),
  };
}

/** Adds up the numbers of those that have the same labels. */
function sumUp(points: readonly Point[]): readonly Point[] {
  const byLabels = new Map<string, Point>();
  for (const { labels, value } of points) {
    const key = Object.values(labels).join(" ");
    byLabels.set(key, { labels, value: value + (byLabels.get(key)?.value ?? 0) });
  }
  return [...byLabels.values()];
}

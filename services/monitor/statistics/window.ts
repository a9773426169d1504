import type { DatabaseSync } from "node:sqlite";
import type { DurationSummary, WindowCounts, WindowStatistics } from "../../../core/window-statistics.ts";
import { DURATION_BOUNDS, type DurationName } from "../index/tally.ts";

const MINUTE_MS = 60_000;

interface Row {
  readonly type: string;
  readonly tally: string;
  readonly n: number;
  readonly seconds: number;
}

/**
 * What happened to the tasks of a project (`*`: of all) in the last `windowMs` milliseconds, by whole minutes: the minute that
 * has just begun, and as many before it. Reaches back a day.
 */
export function readWindow(
  database: DatabaseSync,
  project: string,
  windowMs: number,
  nowMs: number,
): WindowStatistics {
  const from = Math.floor((nowMs - windowMs) / MINUTE_MS) + 1;
  const scope = project === "*" ? "" : "AND project = ?";
  const of = project === "*" ? [] : [project];
  // Whole hours are one row for sixty; before the first of them it is by minutes.
  const hour = Math.ceil(from / 60);
  const rows = database
    .prepare(
      `SELECT type, tally, sum(n) AS n, sum(seconds) AS seconds FROM (
         SELECT type, tally, n, seconds FROM minutes WHERE minute >= ? AND minute < ? ${scope}
         UNION ALL SELECT type, tally, n, seconds FROM hours WHERE hour >= ? ${scope}
       ) GROUP BY type, tally`,
    )
    .all(from, hour * 60, ...of, hour, ...of) as unknown as readonly Row[];
  const minutes = database
    .prepare(
      `SELECT minute, tally, sum(n) AS n FROM minute_sums WHERE minute >= ? ${scope} GROUP BY minute, tally ORDER BY minute`,
    )
    .all(from, ...of) as unknown as readonly { minute: number; tally: string; n: number }[];
  const byType = Map.groupBy(rows, ({ type }) => type);
  return {
    all: countsOf(rows),
    types: [...byType]
      .map(([type, some]) => ({ type, ...countsOf(some) }))
      .sort((a, b) => b.started - a.started),
    minutes: [...Map.groupBy(minutes, ({ minute }) => minute)].map(([minute, some]) => {
      const count = (tally: string) => some.find((row) => row.tally === tally)?.n ?? 0;
      return {
        atMs: minute * MINUTE_MS,
        submitted: count("submitted"),
        succeeded: count("succeeded"),
        failed: count("failed"),
      };
    }),
  };
}

function countsOf(rows: readonly Row[]): WindowCounts {
  const count = (tally: string) => rows.reduce((sum, row) => (row.tally === tally ? sum + row.n : sum), 0);
  return {
    submitted: count("submitted"),
    started: count("started"),
    succeeded: count("succeeded"),
    failed: count("failed"),
    cancelled: count("cancelled"),
    expired: count("expired"),
    retried: count("retried"),
    wait: summarize(rows, "wait"),
    run: summarize(rows, "run"),
    total: summarize(rows, "total"),
  };
}

function summarize(rows: readonly Row[], duration: DurationName): DurationSummary | null {
  const counts = DURATION_BOUNDS.map(() => 0).concat(0);
  let seconds = 0;
  for (const { tally, n, seconds: some } of rows) {
    if (!tally.startsWith(`${duration}:`)) continue;
    const bucket = Number(tally.slice(duration.length + 1));
    counts[bucket] = (counts[bucket] ?? 0) + n;
    seconds += some;
  }
  const count = counts.reduce((sum, n) => sum + n, 0);
  if (count === 0) return null;
  const quantile = (share: number) => boundAt(counts, Math.ceil(share * count));
  return { count, mean: seconds / count, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}

/** The upper bound of the bucket in which the n-th shortest lies. */
function boundAt(counts: readonly number[], n: number): number {
  let seen = 0;
  const bucket = counts.findIndex((count) => {
    seen += count;
    return seen >= n;
  });
  return DURATION_BOUNDS[bucket] ?? DURATION_BOUNDS[DURATION_BOUNDS.length - 1] ?? 0;
}

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { parseFilter } from "../core/task-filter/parse.ts";
import type { StoredRecord } from "../jetstream/records.ts";
import { readSituation } from "../services/monitor/alerts/situation.ts";
import { openDatabase } from "../services/monitor/index/database.ts";
import { countTasks } from "../services/monitor/index/task-count.ts";
import { TaskIndex } from "../services/monitor/index/task-index.ts";
import { listTasks } from "../services/monitor/index/task-list.ts";
import type { ScanPosition } from "../services/monitor/index/task-scan.ts";
import { Exemplars } from "../services/monitor/metrics/exemplars.ts";
import { taskFamilies } from "../services/monitor/metrics/task-families.ts";
import { readWindow } from "../services/monitor/statistics/window.ts";
import { quantile } from "./statistics.ts";
import { lifeOf } from "./synthetic-lives.ts";

/** As the monitor reads them. */
const BATCH = 1_000;
const PAGE = 50;
const PAGES_PER_FILTER = 100;
const CHARACTERS = 400_000;
/** As long as the monitor gives one question. */
const QUESTION_MS = 60;
const MB = 1e6;

/** What is asked for: by index, by a text anywhere, by what few or none pass. */
const FILTERS = [
  "",
  "state = FAILED",
  'type = "type_3" AND state = SUCCEEDED',
  'queue = "lazy" AND state = QUEUED',
  'labels.customer = "c77"',
  'error.message : "/data/13"',
  'create_time > "2000-01-01T00:00:00Z" AND attempt >= 1',
  'worker = "w3" AND NOT state = SUCCEEDED',
  'type = "type_1*" AND labels.team = "team_2"',
  'error.message : "nothing says this"',
] as const;

/** An index of so many made-up tasks in a file: how fast it takes them in, and how fast it answers when it has them. */
export function measureIndex(tasks: number): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "longshore-bench-"));
  const path = join(folder, "index.db");
  const database = openDatabase(path, (why) => {
    throw new Error(why);
  });
  const nowMs = Date.now();
  const fed = feed(new TaskIndex(database), tasks, nowMs);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const figures = { ...fed, ...askAll(database, nowMs), fileBytesPerTask: statSync(path).size / tasks };
  database.close();
  const reopenedAt = performance.now();
  openDatabase(path, () => {}).close();
  const reopenMs = performance.now() - reopenedAt;
  rmSync(folder, { recursive: true });
  return { ...figures, reopenMs };
}

/** Takes in the lives of tasks, in step: every task is submitted, runs and ends in batches of its own. */
function feed(index: TaskIndex, tasks: number, nowMs: number) {
  let events = 0;
  let micros = 0;
  let smallRss = 0;
  for (let from = 0; from < tasks; from += BATCH) {
    const lives = Array.from({ length: BATCH }, (_, i) => lifeOf(from + i, tasks, nowMs));
    const steps = [0, 1, 2].map((step) =>
      lives.flatMap((life): StoredRecord[] => {
        const record = life[step];
        return record === undefined ? [] : [{ record, sequence: step === 0 ? 0 : from * 2 + step }];
      }),
    );
    const cpu = process.cpuUsage();
    for (const [step, records] of steps.entries()) {
      if (step === 0) index.applyWaiting(records, from);
      else index.applyRecords(records, from * 2 + step);
      events += records.length;
    }
    const used = process.cpuUsage(cpu);
    micros += used.user + used.system;
    if (from + BATCH === tasks / 10) smallRss = process.memoryUsage().rss;
  }
  return {
    eventsPerCoreSecond: (events * 1e6) / micros,
    smallRssMb: smallRss / MB,
    largeRssMb: process.memoryUsage().rss / MB,
  };
}

function askAll(database: DatabaseSync, nowMs: number) {
  const pages = FILTERS.map((text) => pagesOf(database, text));
  const counts = FILTERS.map((text) =>
    time(() => countTasks(database, "bench", filterOf(text), timeLimit())),
  );
  const index = { database, lag: () => ({ behind: 0, currentAtMs: nowMs }) };
  const surroundings = () => ({ workers: [], store: { streams: [], consumers: [], offline: [] }, atMs: 0 });
  return {
    listP99: quantile(
      pages.flatMap(({ took }) => took),
      0.99,
    ),
    listWorstP99: Math.max(...pages.map(({ took }) => quantile(took, 0.99))),
    pagesCutShort:
      pages.reduce((sum, { cutShort }) => sum + cutShort, 0) / pages.flatMap(({ took }) => took).length,
    countWorst: Math.max(...counts),
    metrics: repeated(() => taskFamilies(database, new Exemplars(), nowMs)),
    situation: repeated(() => readSituation({ index, surroundings, isConnected: () => true }, nowMs)),
    windowHour: repeated(() => readWindow(database, "bench", 3_600_000, nowMs)),
    windowDay: repeated(() => readWindow(database, "bench", 24 * 3_600_000, nowMs)),
  };
}

/** Goes through pages one after the other, and begins again at the end. A page that has fewer tasks than it could is cut short. */
function pagesOf(database: DatabaseSync, text: string) {
  const took: number[] = [];
  let cutShort = 0;
  let after: ScanPosition | undefined;
  for (let i = 0; i < PAGES_PER_FILTER; i++) {
    const terms = {
      project: "bench",
      filter: filterOf(text),
      newestFirst: true,
      after,
      size: PAGE,
      characters: CHARACTERS,
    };
    const startedAt = performance.now();
    const page = listTasks(database, terms, timeLimit());
    took.push(performance.now() - startedAt);
    if (page.records.length < PAGE && page.next !== undefined) cutShort++;
    after = page.next;
  }
  return { took, cutShort };
}

function filterOf(text: string) {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.filter;
}

function timeLimit(): () => boolean {
  const until = performance.now() + QUESTION_MS;
  return () => performance.now() >= until;
}

/** The slowest of a few, in milliseconds. */
function repeated(ask: () => unknown): number {
  return Math.max(...Array.from({ length: 5 }, () => time(ask)));
}

function time(ask: () => unknown): number {
  const startedAt = performance.now();
  ask();
  return performance.now() - startedAt;
}

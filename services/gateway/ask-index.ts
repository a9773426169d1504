import { LongshoreError } from "../../core/error.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { WindowStatistics } from "../../core/window-statistics.ts";
import { askMonitor, type MonitorReply } from "../../jetstream/monitor-requests.ts";
import type { Caller } from "./caller.ts";
import { answerBy, type Deps } from "./deps.ts";

/** A monitor that is there answers within a few hundred milliseconds. */
const PATIENCE_MS = 3_000;

/** A task in the order of its submission. */
export interface IndexPosition {
  /** In milliseconds since 1970. */
  readonly created: number;
  readonly id: string;
}

/** A page of tasks as the monitor has them. */
export interface IndexPage {
  /** Records without payload and result, as JSON. */
  readonly records: readonly string[];
  /** Where the next page begins; absent when that was all. */
  readonly next?: IndexPosition;
  /** How old the index may be, in milliseconds. */
  readonly lagMs: number;
}

/** How many tasks the monitor has. */
export interface IndexCount {
  readonly byState: Readonly<Record<string, number>>;
  readonly isComplete: boolean;
  /** How old the index may be, in milliseconds. */
  readonly lagMs: number;
}

/** Which page to ask for. */
export interface IndexTerms {
  readonly filter: string;
  readonly newestFirst: boolean;
  readonly after: IndexPosition | undefined;
  readonly size: number;
}

/** Asks the monitor for a page of the caller's tasks. Throws FILTER_TOO_BROAD. */
export async function askForPage(
  terms: IndexTerms,
  caller: Caller,
  deps: Deps,
): Promise<MonitorReply<IndexPage>> {
  const question = { ...terms, project: caller.project };
  return unlessTooBroad(await askMonitor<IndexPage>(deps.connection, "list", question, patience(caller)));
}

/** Asks the monitor how many of the caller's tasks a filter lets through. Throws FILTER_TOO_BROAD. */
export async function askForCount(
  filter: string,
  caller: Caller,
  deps: Deps,
): Promise<MonitorReply<IndexCount>> {
  const question = { filter, project: caller.project };
  return unlessTooBroad(await askMonitor<IndexCount>(deps.connection, "count", question, patience(caller)));
}

function unlessTooBroad<Answer>(reply: MonitorReply<Answer>): MonitorReply<Answer> {
  if (!reply.ok && reply.code === "FILTER_TOO_BROAD")
    throw new LongshoreError("FILTER_TOO_BROAD", { problem: reply.problem });
  return reply;
}

/** A window of time, and how many tasks are in which state now. */
export interface IndexStatistics extends WindowStatistics {
  readonly byState: Readonly<Record<string, number>>;
  /** How old the index may be, in milliseconds. */
  readonly lagMs: number;
}

/** Asks the monitor what happened to the caller's tasks in the last `windowMs` milliseconds. */
export function askForStatistics(
  windowMs: number,
  caller: Caller,
  deps: Deps,
): Promise<MonitorReply<IndexStatistics>> {
  const question = { windowMs, project: caller.project };
  return askMonitor(deps.connection, "statistics", question, patience(caller));
}

/** An alert as the monitor has it; times in milliseconds since 1970. */
export interface SeenAlert {
  readonly name: string;
  readonly severity: "warning" | "critical";
  readonly labels: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing" | "resolved";
  readonly sinceMs: number;
  readonly resolvedMs?: number;
  readonly value: number;
  readonly threshold: number;
  readonly summary: string;
  readonly action: string;
  readonly isSilenced: boolean;
}

/** Asks the monitor what is wrong, in the whole installation. */
export function askForAlerts(caller: Caller, deps: Deps): Promise<MonitorReply<readonly SeenAlert[]>> {
  return askMonitor(deps.connection, "alerts", {}, patience(caller));
}

/** The record of one task of a page. */
export function readIndexed(text: string): TaskRecord {
  return JSON.parse(text) as TaskRecord;
}

function patience(caller: Caller): number {
  return Math.max(1, Math.min(PATIENCE_MS, answerBy(caller) - Date.now()));
}

import type { TaskRecord } from "../../core/task.ts";
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

/** Asks the monitor for a page of the caller's tasks. */
export function askForPage(terms: IndexTerms, caller: Caller, deps: Deps): Promise<MonitorReply<IndexPage>> {
  const question = { ...terms, project: caller.project };
  return askMonitor(deps.connection, "list", question, patience(caller));
}

/** Asks the monitor how many of the caller's tasks a filter lets through. */
export function askForCount(filter: string, caller: Caller, deps: Deps): Promise<MonitorReply<IndexCount>> {
  return askMonitor(deps.connection, "count", { filter, project: caller.project }, patience(caller));
}

/** The record of one task of a page. */
export function readIndexed(text: string): TaskRecord {
  return JSON.parse(text) as TaskRecord;
}

function patience(caller: Caller): number {
  return Math.max(1, Math.min(PATIENCE_MS, answerBy(caller) - Date.now()));
}

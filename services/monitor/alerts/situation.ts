import type { DatabaseSync } from "node:sqlite";
import type { WindowStatistics } from "../../../core/window-statistics.ts";
import type { Lag } from "../index/indexer.ts";
import { readWaitingTypes } from "../index/waiting-types.ts";
import { readWindow } from "../statistics/window.ts";
import type { Surroundings } from "../surroundings.ts";
import type { RunningTask, Situation } from "./rule.ts";

/** So many of the tasks that have run longest are looked at. */
const RUNNING = 20;

/** Where a situation is read from. */
export interface SituationSources {
  readonly index: { readonly database: DatabaseSync; lag(): Lag };
  readonly surroundings: () => Surroundings;
  readonly isConnected: () => boolean;
}

/** Reads all that rules can be about, as it is now. */
export function readSituation(
  { index, surroundings, isConnected }: SituationSources,
  nowMs: number,
): Situation {
  const { database } = index;
  const windows = new Map<number, WindowStatistics>();
  return {
    nowMs,
    window(windowMs) {
      const known = windows.get(windowMs) ?? readWindow(database, "*", windowMs, nowMs);
      windows.set(windowMs, known);
      return known;
    },
    running: database
      .prepare(
        `SELECT project, id AS taskId, type, started AS startedMs FROM tasks
         WHERE state IN ('RUNNING', 'CANCELLING') AND finished IS NULL AND started IS NOT NULL
         ORDER BY started LIMIT ${RUNNING}`,
      )
      .all() as unknown as readonly RunningTask[],
    waiting: readWaitingTypes(database),
    surroundings: surroundings(),
    isConnected: isConnected(),
    lagMs: Math.max(0, nowMs - index.lag().currentAtMs),
  };
}

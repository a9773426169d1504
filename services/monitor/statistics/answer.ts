import type { DatabaseSync } from "node:sqlite";
import type { Connection } from "../../../jetstream/connection.ts";
import { answerMonitor } from "../../../jetstream/monitor-requests.ts";
import type { Lag } from "../index/indexer.ts";
import { countTasks } from "../index/task-count.ts";
import { readWindow } from "./window.ts";

/** What `statistics` is asked with. */
export interface StatisticsQuestion {
  readonly project: string;
  /** In milliseconds. */
  readonly windowMs: number;
}

/**
 * Answers `statistics`, with a window of time and how many tasks are in which state now, until the returned function is
 * called.
 */
export function answerStatistics(
  connection: Connection,
  index: { readonly database: DatabaseSync; lag(): Lag; freshen(): Promise<void> },
): () => void {
  return answerMonitor<StatisticsQuestion>(connection, "statistics", async ({ project, windowMs }) => {
    await index.freshen();
    const nowMs = Date.now();
    const { byState } = countTasks(index.database, project, undefined, () => false);
    const statistics = readWindow(index.database, project, windowMs, nowMs);
    const lagMs = Math.max(0, nowMs - index.lag().currentAtMs);
    return { ok: true, answer: { ...statistics, byState, lagMs } };
  });
}

import { isRunning } from "../../core/lifecycle.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { lastProgress, type Progress } from "../../jetstream/progress.ts";

/** How far a running task has said it is; undefined for one that does not run, and while the monitor is away. */
export async function progressOf(record: TaskRecord, connection: Connection): Promise<Progress | undefined> {
  if (!isRunning(record.state)) return undefined;
  return lastProgress(connection, { project: record.project, id: record.id });
}

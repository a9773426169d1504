import type { TaskRecord } from "../../../core/task.ts";
import { askRunning } from "../../../jetstream/signals.ts";
import type { AuditDeps } from "./audit-deps.ts";

/** Whether the worker of an attempt is still at it. Of one that answers its word counts, of any other whether it has spoken of late. */
export async function isAttended(
  { connection, workers }: Pick<AuditDeps, "connection" | "workers">,
  { project, id, attempt, worker }: TaskRecord,
): Promise<boolean> {
  if (worker === undefined) return false;
  const answer = await askRunning(connection, worker, { project, id, attempt });
  return answer === "no_worker" ? !(await workers.isGone(worker)) : answer === "running";
}

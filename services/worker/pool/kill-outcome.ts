import { formatDuration } from "../../../core/duration.ts";
import type { TaskError } from "../../../core/event.ts";
import type { StopCause } from "../../../core/stop-request.ts";
import type { Job } from "./pool.ts";

/** Why any pool kills what does a task. */
export type KillReason = "HARD_LIMIT" | StopCause | "DRAINING" | "LEASE_LOST";

/**
 * What is told of an attempt that was killed for this reason.
 *
 * @param doer what did not stop by itself: the handler, or the program
 */
export function describeKill(
  reason: KillReason,
  job: Job,
  doer: string,
): Pick<TaskError, "name" | "message" | "reason"> {
  switch (reason) {
    case "HARD_LIMIT": {
      const limit = formatDuration(job.hardLimitMs);
      const message = `killed: the attempt took longer than its hard limit of ${limit}`;
      return { name: "HardLimitExceeded", message, reason };
    }
    case "LEASE_LOST":
      return { name: "LeaseLost", message: "killed: the worker had lost the lease of the task", reason };
    case "DRAINING":
      return { name: "Killed", message: "killed: the worker was stopping", reason };
    case "CANCELLED":
    case "DEADLINE_EXCEEDED": {
      const grace = formatDuration(job.cancelGraceMs);
      return {
        name: "Killed",
        message: `killed: the ${doer} did not stop within its grace of ${grace}`,
        reason,
      };
    }
  }
}

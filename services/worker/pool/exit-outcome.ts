import { formatByteSize } from "../../../core/byte-size.ts";
import { formatDuration } from "../../../core/duration.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { Job } from "./pool.ts";

/** Why a child was killed by its worker. */
export type KillReason = "HARD_LIMIT" | "MEMORY_LIMIT" | "CANCELLED" | "DRAINING" | "LEASE_LOST";

/** How a child ended while it had a job. */
export interface ChildExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Undefined: it ended by itself, or somebody else killed it. */
  readonly killedFor: KillReason | undefined;
  /** True when V8 said that its heap was full. */
  readonly heapWasFull: boolean;
  readonly memoryLimitBytes: number;
  readonly peakMemoryBytes: number;
}

/** The outcome of an attempt whose child ended before it gave one. All of these may be tried again. */
export function outcomeOfExit(job: Job, exit: ChildExit): AttemptOutcome {
  const { name, message, reason } = describe(job, exit);
  const error = {
    name,
    message,
    reason,
    ...(exit.exitCode !== null && { exitCode: exit.exitCode }),
    ...(exit.signal !== null && { signal: exit.signal }),
  };
  return { kind: "failed", retryable: true, error };
}

function describe(job: Job, exit: ChildExit): { name: string; message: string; reason: string } {
  const limit = formatByteSize(exit.memoryLimitBytes);
  if (exit.heapWasFull) {
    const message = `the child's heap was full below its memory limit of ${limit}`;
    return { name: "MemoryLimitExceeded", message, reason: "MEMORY_LIMIT" };
  }
  switch (exit.killedFor) {
    case "HARD_LIMIT": {
      const message = `killed: the attempt took longer than its hard limit of ${formatDuration(job.hardLimitMs)}`;
      return { name: "HardLimitExceeded", message, reason: "HARD_LIMIT" };
    }
    case "MEMORY_LIMIT": {
      const message = `killed: the child took ${formatByteSize(exit.peakMemoryBytes)}, more than a tenth over its limit of ${limit}`;
      return { name: "MemoryLimitExceeded", message, reason: "MEMORY_LIMIT" };
    }
    case "LEASE_LOST":
      return {
        name: "LeaseLost",
        message: "killed: the worker had lost the lease of the task",
        reason: "LEASE_LOST",
      };
    case "CANCELLED":
    case "DRAINING": {
      const message = `killed: the handler did not stop within its grace of ${formatDuration(job.cancelGraceMs)}`;
      return { name: "Killed", message, reason: exit.killedFor };
    }
    case undefined: {
      const how = exit.signal ?? `exit code ${exit.exitCode}`;
      return {
        name: "ChildExited",
        message: `the child process ended without a result (${how})`,
        reason: "CHILD_EXITED",
      };
    }
  }
}

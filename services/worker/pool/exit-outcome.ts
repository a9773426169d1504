import { formatByteSize } from "../../../core/byte-size.ts";
import type { TaskError } from "../../../core/event.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import { describeKill, type KillReason } from "./kill-outcome.ts";
import type { Job } from "./pool.ts";

/** Why a child was killed by its worker. */
export type ChildKillReason = KillReason | "MEMORY_LIMIT";

/** How a child ended while it had a job. */
export interface ChildExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Undefined: it ended by itself, or somebody else killed it. */
  readonly killedFor: ChildKillReason | undefined;
  /** True when V8 said that its heap was full. */
  readonly heapWasFull: boolean;
  /** What nobody caught, which ended it. */
  readonly uncaught: TaskError | undefined;
  readonly memoryLimitBytes: number;
  readonly peakMemoryBytes: number;
}

/** The outcome of an attempt whose child ended before it gave one. All of these may be tried again. */
export function outcomeOfExit(job: Job, exit: ChildExit): AttemptOutcome {
  const error = {
    ...describe(job, exit),
    ...(exit.exitCode !== null && { exitCode: exit.exitCode }),
    ...(exit.signal !== null && { signal: exit.signal }),
  };
  return { kind: "failed", retryable: true, error };
}

function describe(job: Job, exit: ChildExit): TaskError {
  const limit = formatByteSize(exit.memoryLimitBytes);
  if (exit.heapWasFull) return outOfMemory(`the child's heap was full below its memory limit of ${limit}`);
  if (exit.killedFor === "MEMORY_LIMIT") {
    const peak = formatByteSize(exit.peakMemoryBytes);
    return outOfMemory(`killed: the child took ${peak}, more than a tenth over its limit of ${limit}`);
  }
  if (exit.killedFor !== undefined) return describeKill(exit.killedFor, job, "handler");
  const how = exit.signal ?? `exit code ${exit.exitCode}`;
  const { uncaught } = exit;
  const why = uncaught === undefined ? "" : `: nobody caught ${uncaught.name}: ${uncaught.message}`;
  return {
    name: "ChildExited",
    message: `the child process ended without a result (${how})${why}`,
    ...(uncaught?.stack !== undefined && { stack: uncaught.stack }),
    ...(uncaught?.causes !== undefined && { causes: uncaught.causes }),
    reason: "CHILD_EXITED",
  };
}

function outOfMemory(message: string) {
  return { name: "MemoryLimitExceeded", message, reason: "MEMORY_LIMIT" };
}

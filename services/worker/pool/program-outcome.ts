import { formatDuration } from "../../../core/duration.ts";
import type { TaskError } from "../../../core/event.ts";
import { messageOf } from "../../../core/message-of.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import { describeKill, type KillReason } from "./kill-outcome.ts";
import type { Job, StopReason } from "./pool.ts";
import type { ProgramOutput } from "./program-output.ts";
import { checkResult } from "./run-handler.ts";

/** `EX_DATAERR` of sysexits.h: what it was given is wrong, and will be wrong next time. */
const EXIT_DATA_ERROR = 65;
/** `EX_TEMPFAIL` of sysexits.h: not now, but later. */
const EXIT_TEMPORARY_FAILURE = 75;

/** Why a pool kills a program. */
export type ProgramKillReason = KillReason | "RESULT_TOO_LARGE";

/** How a program ended, and all that its outcome depends on. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: ProgramOutput;
  /** The last lines that it wrote to standard error. */
  readonly stderr: string;
  /** Why it was asked to stop, if it was. */
  readonly told: StopReason | undefined;
  readonly killedFor: ProgramKillReason | undefined;
}

/** What the end of a program means for its task. An end that it reached by itself counts, even a moment before it was killed. */
export function outcomeOfProgram(end: ProgramEnd, job: Job): AttemptOutcome {
  const { code, signal, killedFor } = end;
  if (signal === "SIGKILL" && killedFor !== undefined && killedFor !== "RESULT_TOO_LARGE")
    return outcomeOfKill(killedFor, job, { signal });
  if (end.stdout.isTooLarge) return tooLarge(job);
  if (signal !== null)
    return failed("ChildExited", "CHILD_EXITED", describe(`the program was ended by ${signal}`, end, job), {
      signal,
    });
  if (code === 0) return outcomeOfOutput(end.stdout.bytes, job);
  const exitCode = code ?? -1;
  const message = describe(`the program ended with exit code ${exitCode}`, end, job);
  if (exitCode === EXIT_TEMPORARY_FAILURE)
    return failed("TemporaryFailure", "TEMPORARY_FAILURE", message, { exitCode });
  const outcome = failed("ExitCode", "EXIT_CODE", message, { exitCode });
  return exitCode === EXIT_DATA_ERROR ? { ...outcome, retryable: false } : outcome;
}

/** The outcome of an attempt that this worker ended, whether or not its program had been started. */
export function outcomeOfKill(
  reason: KillReason,
  job: Job,
  how: { readonly signal?: string } = {},
): AttemptOutcome {
  const { name, message } = describeKill(reason, job, "program");
  const isUnstarted = (reason === "CANCELLED" || reason === "DEADLINE_EXCEEDED") && how.signal === undefined;
  return failed(name, reason, isUnstarted ? "stopped before the program was started" : message, how);
}

/** The outcome of an attempt whose program could not be started. A retry may find it: a deployment may be under way. */
export function outcomeOfNoStart(problem: string): AttemptOutcome {
  return failed("CommandNotStarted", "COMMAND_NOT_STARTED", `the program could not be started: ${problem}`);
}

/** One JSON value is the result, nothing at all is `null`. */
function outcomeOfOutput(bytes: Uint8Array, { resultMaxBytes }: Job): AttemptOutcome {
  let result: unknown = null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.trim() !== "") result = JSON.parse(text);
  } catch (error) {
    const problem = messageOf(error);
    const message = `the program's standard output is not one JSON value: ${problem}`;
    const reason = "RESULT_NOT_SERIALISABLE";
    return { kind: "failed", retryable: false, error: { name: "NotJson", message, reason } };
  }
  return checkResult(result, resultMaxBytes);
}

function tooLarge({ resultMaxBytes }: Job): AttemptOutcome {
  const message = `the program wrote more than ${resultMaxBytes} bytes to its standard output; it was stopped there`;
  const error = { name: "ResultTooLarge", message, reason: "RESULT_TOO_LARGE" };
  return { kind: "failed", retryable: false, error };
}

/** How it ended, what it had been told before, and what it said last. */
function describe(how: string, { told, stderr }: ProgramEnd, job: Job): string {
  const after =
    told === undefined
      ? ""
      : told === "SOFT_LIMIT"
        ? `, after it was told of its soft limit of ${formatDuration(job.softLimitMs)}`
        : ", after it was told to stop";
  const lastWords = stderr === "" ? "" : `; the end of its standard error:\n${stderr}`;
  return `${how}${after}${lastWords}`;
}

function failed(
  name: string,
  reason: string,
  message: string,
  how: Pick<TaskError, "exitCode" | "signal"> = {},
): Extract<AttemptOutcome, { kind: "failed" }> {
  return { kind: "failed", retryable: true, error: { name, message, reason, ...how } };
}

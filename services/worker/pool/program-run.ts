import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { messageOf } from "../../../core/message-of.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { StopCause } from "../../../core/stop-request.ts";
import type { ExecTaskDefinition } from "../../../sdk/task-definition.ts";
import { findCommandProblem } from "../find-program.ts";
import { outcomeOfThrown } from "./handler-error.ts";
import { readLines } from "./line-reader.ts";
import type { Job, JobEvents, RunningJob, StopReason } from "./pool.ts";
import { signalProcessGroup } from "./process-group.ts";
import type { ProcessScope } from "./process-scope.ts";
import {
  outcomeOfKill,
  outcomeOfNoStart,
  outcomeOfProgram,
  type ProgramEnd,
  type ProgramKillReason,
} from "./program-outcome.ts";
import { LastLines, readOutput } from "./program-output.ts";
import { passOnReport } from "./program-report.ts";
import { readPayload } from "./run-handler.ts";
import { after } from "./timer.ts";

/** Characters of standard error that the message of a failed attempt holds. */
const STDERR_KEPT = 4_096;
/**
 * What a program wrote is read within this time after its end, in milliseconds. Without a bound, a process that it left behind
 * and that holds its output open would hold the attempt open as well.
 */
const LAST_WORDS_MS = 1_000;

/** What is run, for what, and how. */
export interface Launch {
  /** With an absolute `cwd`, as `loadModules` makes it. */
  readonly definition: ExecTaskDefinition;
  readonly job: Job;
  readonly events: JobEvents;
  /** The whole environment of the program, but for what it is told of its task. */
  readonly env: Readonly<Record<string, string>>;
  /** Put before the command: see `dieWithParent`. */
  readonly prefix: readonly string[];
  /** Its descriptors 0 to 3 are pipes; see `coverInherited`. */
  readonly stdio: StdioOptions;
  /** Holds the program and all it starts. */
  readonly scope: ProcessScope;
}

/**
 * One attempt of a task as one program in a process group of its own: payload in, result out, told to stop by SIGTERM and
 * killed by SIGKILL. When it has ended, so has all that it started.
 */
export class ProgramRun implements RunningJob {
  readonly outcome: Promise<AttemptOutcome>;
  readonly #launch: Launch;
  readonly #timers = new Set<() => void>();
  /** The outcome of an attempt that is ended before its program has been started. */
  readonly #unstarted = Promise.withResolvers<AttemptOutcome>();
  /** While the program runs. */
  #pid: number | undefined;
  #hasEnded = false;
  #told: StopReason | undefined;
  #stoppedFor: StopCause | undefined;
  #killedFor: ProgramKillReason | undefined;

  constructor(launch: Launch) {
    this.#launch = launch;
    const { softLimitMs, hardLimitMs } = launch.job;
    this.#after(softLimitMs, () => this.#tellOfSoftLimit());
    this.#after(hardLimitMs, () => this.#kill("HARD_LIMIT"));
    this.outcome = Promise.race([this.#run(), this.#unstarted.promise]).finally(() => this.#end());
  }

  stop(reason: StopReason): void {
    if (this.#hasEnded) return;
    if (reason === "SOFT_LIMIT") this.#tellOfSoftLimit();
    else if (reason !== "CANCELLED" && reason !== "DEADLINE_EXCEEDED") this.#kill(reason);
    // Asked twice is asked once: the grace does not begin anew.
    else if (this.#stoppedFor === undefined) {
      this.#stoppedFor = reason;
      this.#tell(reason);
      this.#after(this.#launch.job.cancelGraceMs, () => this.#kill(reason));
    }
  }

  /** Ends the program at once: its task is not this worker's any more. */
  kill(): void {
    if (!this.#hasEnded) this.#kill("LEASE_LOST");
  }

  async #run(): Promise<AttemptOutcome> {
    const { definition, job, env } = this.#launch;
    try {
      const read = await readPayload(definition, job);
      if (!read.ok) return read.outcome;
      const input = inputOf(read.payload);
      if (this.#hasEnded || this.#stoppedFor !== undefined)
        return outcomeOfKill(this.#stoppedFor ?? "CANCELLED", job);
      // Here too and not only at the start of the worker: `setpriv` would hide what is missing behind an exit code.
      const problem = findCommandProblem(definition, env["PATH"]);
      return problem === undefined ? await this.#execute(input) : outcomeOfNoStart(problem);
    } catch (error) {
      return outcomeOfThrown(error, Date.now());
    }
  }

  async #execute(input: string | Uint8Array): Promise<AttemptOutcome> {
    let child: ChildProcess;
    try {
      child = this.#spawn();
      await once(child, "spawn");
    } catch (error) {
      return outcomeOfNoStart(messageOf(error));
    }
    return outcomeOfProgram(await this.#attend(child, input), this.#launch.job);
  }

  #spawn(): ChildProcess {
    const { definition, job, env, prefix, stdio, scope } = this.#launch;
    const [program = "", ...args] = [...prefix, ...definition.command];
    const child = spawn(program, args, {
      cwd: definition.cwd,
      env: { ...env, ...scope.env, ...taskVariables(job) },
      detached: true,
      stdio,
    });
    this.#pid = child.pid;
    if (child.pid !== undefined) scope.adopt(child.pid);
    if (this.#told !== undefined) this.#tell(this.#told);
    return child;
  }

  /** Feeds a program, listens to it, and tells how it ended once all that it has said is read. */
  async #attend(child: ChildProcess, input: string | Uint8Array): Promise<ProgramEnd> {
    const exited = new Promise<Pick<ProgramEnd, "code" | "signal">>((resolve) =>
      child.once("exit", (code, signal) => resolve({ code, signal })),
    );
    const { events, job } = this.#launch;
    const lastWords = new LastLines(STDERR_KEPT);
    const stdout = readOutput(readable(child, 1), job.resultMaxBytes, () => this.#kill("RESULT_TOO_LARGE"));
    const stderr = readLines(readable(child, 2), (line) => {
      lastWords.add(line);
      events.onLog({ level: "warn", message: line, stream: "stderr" });
    });
    const reports = readLines(readable(child, 3), (line) => {
      if (line !== "") passOnReport(line, events);
    });
    // A program need not read what it is given, and may end before it has been given all of it.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);

    const how = await exited;
    this.#end();
    const giveUp = after(LAST_WORDS_MS, () => {
      for (const stream of child.stdio) stream?.destroy();
    });
    const [output] = await Promise.all([stdout, stderr, reports]);
    giveUp();
    for (const stream of child.stdio) stream?.destroy();
    return {
      ...how,
      stdout: output,
      stderr: lastWords.text(),
      told: this.#told,
      killedFor: this.#killedFor,
    };
  }

  /** The program is gone, or never was: nothing is left to stop, and what it leaves behind goes with it. */
  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#pid = undefined;
    for (const clear of this.#timers) clear();
    this.#launch.scope.close();
  }

  /** Once, and not after it was told to stop: a second SIGTERM makes many programs give up their cleaning up. */
  #tellOfSoftLimit(): void {
    if (this.#told === undefined) this.#tell("SOFT_LIMIT");
  }

  #tell(reason: StopReason): void {
    this.#told = reason;
    if (this.#pid !== undefined) signalProcessGroup(this.#pid, "SIGTERM");
  }

  #kill(reason: ProgramKillReason): void {
    this.#killedFor ??= reason;
    if (this.#pid !== undefined) this.#launch.scope.kill();
    else if (reason !== "RESULT_TOO_LARGE") this.#unstarted.resolve(outcomeOfKill(reason, this.#launch.job));
  }

  #after(ms: number, action: () => void): void {
    this.#timers.add(after(ms, action));
  }
}

/** What the program reads: bytes as they are, anything else as one line of JSON. */
function inputOf(payload: unknown): string | Uint8Array {
  return payload instanceof Uint8Array ? payload : `${JSON.stringify(payload) ?? "null"}\n`;
}

/** What the program finds in its environment of the task it does. */
function taskVariables(job: Job): Record<string, string> {
  return {
    LONGSHORE_TASK_ID: job.taskId,
    LONGSHORE_PROJECT: job.project,
    LONGSHORE_TASK_TYPE: job.type,
    LONGSHORE_ATTEMPT: String(job.attempt),
    LONGSHORE_MAX_ATTEMPTS: String(job.maxAttempts),
    TRACEPARENT: job.traceparent,
  };
}

function readable(child: ChildProcess, descriptor: 1 | 2 | 3): Readable {
  const stream = child.stdio[descriptor];
  if (!(stream instanceof Readable)) throw new Error(`descriptor ${descriptor} is no pipe`);
  return stream;
}

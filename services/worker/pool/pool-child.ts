import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import { readLines } from "./line-reader.ts";
import { type FromChild, isFromChild, type ToChild } from "./messages.ts";
import type { HandlerLogLine, Job, JobEvents, RunningJob, StopReason } from "./pool.ts";
import { after } from "./timer.ts";

export interface ChildOptions {
  readonly modules: readonly string[];
  /** The whole environment of the child: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
}

interface Assignment {
  readonly job: Job;
  readonly events: JobEvents;
  readonly settle: (outcome: AttemptOutcome) => void;
  readonly timers: Set<() => void>;
  killedFor?: "HARD_LIMIT" | "CANCELLED" | "DRAINING";
}

/**
 * One child process of a prefork pool, in a process group of its own. Runs one job at a time; when it dies, its job fails
 * and nothing else does.
 */
export class PoolChild {
  /** Resolves when the handlers are loaded; rejects with the reason when they cannot be. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
  readonly #process: ChildProcess;
  #assignment: Assignment | undefined;
  /** Of the newest job, also when it has ended: what it printed last may arrive after its outcome. */
  #printsTo: JobEvents | undefined;
  #isAlive = true;

  constructor(options: ChildOptions) {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    this.#process = fork(
      fileURLToPath(new URL(`./child.${extension}`, import.meta.url)),
      [...options.modules],
      {
        detached: true,
        env: options.env,
        execArgv: extension === "ts" ? ["--conditions=longshore-source"] : [],
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    this.exited = new Promise((gone) => {
      const end = (how: string, code: number | null, signal: string | null) => {
        this.#isAlive = false;
        reject(new Error(`a pool child ended before it was ready (${how})`));
        this.#onExit(code, signal);
        gone();
      };
      this.#process.once("exit", (code, signal) => end(signal ?? `exit code ${code}`, code, signal));
      this.#process.on("error", (error) => {
        // Without a process id it has never run, and no exit will be told.
        if (this.#process.pid === undefined) end(error.message, null, null);
      });
    });
    this.#process.on("message", (message: unknown) => {
      // The channel is open to the handler as well, which may send anything at all.
      if (!isFromChild(message)) return;
      if (message.kind === "ready") resolve();
      else if (message.kind === "load_failed") reject(new Error(message.problem));
      else this.#onMessage(message);
    });
    this.#captureLines("stdout", "info");
    this.#captureLines("stderr", "warn");
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** False from the moment its process is gone. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs a job; to be called when it is ready and not busy. */
  run(job: Job, events: JobEvents): RunningJob {
    const { promise, resolve } = Promise.withResolvers<AttemptOutcome>();
    const assignment: Assignment = { job, events, settle: resolve, timers: new Set() };
    this.#assignment = assignment;
    this.#printsTo = events;
    this.#after(assignment, job.softLimitMs, () => this.#tell("SOFT_LIMIT"));
    this.#after(assignment, job.hardLimitMs, () => this.#kill(assignment, "HARD_LIMIT"));
    this.#send({ kind: "run", job });
    return { outcome: promise, stop: (reason) => this.#stop(assignment, reason) };
  }

  /** Kills the process and all it has started that is still in its group. */
  kill(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // ESRCH: the whole group is gone already, which is what was wanted.
    }
  }

  /** Asks, waits for the grace, kills. */
  #stop(assignment: Assignment, reason: StopReason): void {
    if (assignment !== this.#assignment) return;
    this.#tell(reason);
    const graceMs = reason === "DRAINING" ? 0 : assignment.job.cancelGraceMs;
    this.#after(assignment, graceMs, () =>
      this.#kill(assignment, reason === "DRAINING" ? "DRAINING" : "CANCELLED"),
    );
  }

  #kill(assignment: Assignment, reason: NonNullable<Assignment["killedFor"]>): void {
    assignment.killedFor ??= reason;
    this.kill();
  }

  #tell(reason: StopReason): void {
    this.#send({ kind: "stop", reason });
  }

  #send(message: ToChild): void {
    // A child that has just died cannot be told anything; its exit settles the job.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #after(assignment: Assignment, ms: number, action: () => void): void {
    assignment.timers.add(after(ms, action));
  }

  #onMessage(message: Exclude<FromChild, { kind: "ready" | "load_failed" }>): void {
    const assignment = this.#assignment;
    if (assignment === undefined) return;
    if (message.kind === "progress") assignment.events.onProgress(message.progress);
    else if (message.kind === "log") assignment.events.onLog(message.line);
    else if (message.taskId === assignment.job.taskId && message.attempt === assignment.job.attempt) {
      this.#settle(assignment, message.outcome);
    }
  }

  #onExit(code: number | null, signal: string | null): void {
    const assignment = this.#assignment;
    if (assignment !== undefined) this.#settle(assignment, outcomeOfExit(assignment, code, signal));
    // Whatever the handler left behind in its group goes with it.
    this.kill();
  }

  #settle(assignment: Assignment, outcome: AttemptOutcome): void {
    for (const clear of assignment.timers) clear();
    this.#assignment = undefined;
    assignment.settle(outcome);
  }

  #captureLines(name: "stdout" | "stderr", level: HandlerLogLine["level"]): void {
    const stream = this.#process[name];
    if (stream === null) return;
    void readLines(stream, (message) => this.#printsTo?.onLog({ level, message, stream: name }));
  }
}

function outcomeOfExit(assignment: Assignment, code: number | null, signal: string | null): AttemptOutcome {
  const { killedFor, job } = assignment;
  const how = { ...(code !== null && { exitCode: code }), ...(signal !== null && { signal }) };
  if (killedFor === "HARD_LIMIT") {
    const message = `killed: the attempt took longer than its hard limit of ${job.hardLimitMs} ms`;
    return {
      kind: "failed",
      retryable: true,
      error: { name: "HardLimitExceeded", message, reason: "HARD_LIMIT", ...how },
    };
  }
  if (killedFor !== undefined) {
    const message = `killed: the handler did not stop within its grace of ${job.cancelGraceMs} ms`;
    return { kind: "failed", retryable: true, error: { name: "Killed", message, reason: killedFor, ...how } };
  }
  const message = `the child process ended without a result (${signal ?? `exit code ${code}`})`;
  return {
    kind: "failed",
    retryable: true,
    error: { name: "ChildExited", message, reason: "CHILD_EXITED", ...how },
  };
}

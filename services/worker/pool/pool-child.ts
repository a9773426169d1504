import type { ChildProcess } from "node:child_process";
import type { TaskError } from "../../../core/event.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { StopCause } from "../../../core/stop-request.ts";
import { type ChildKillReason, outcomeOfExit } from "./exit-outcome.ts";
import { type ChildOptions, type ForkMeans, forkChild, onPrinted } from "./fork-child.ts";
import { allRead } from "./line-reader.ts";
import { type FromChild, isFromChild, type ToChild } from "./messages.ts";
import type { Job, JobEvents, RunningJob, StopReason } from "./pool.ts";
import { signalProcessGroup } from "./process-group.ts";
import type { ProcessScope } from "./process-scope.ts";
import { cpuMs, residentBytes } from "./process-usage.ts";
import { after } from "./timer.ts";

/** A child in the middle of a task is killed when it passes its memory limit by this factor. */
const MEMORY_KILL_FACTOR = 1.1;
/** What V8 prints when it ends for want of memory. */
const HEAP_FULL = "JavaScript heap out of memory";

interface Assignment {
  readonly job: Job;
  readonly events: JobEvents;
  readonly settle: (outcome: AttemptOutcome) => void;
  readonly timers: Set<() => void>;
  readonly memoryLimitBytes: number;
  readonly cpuBeforeMs: number;
  /** CPU time of the attempt when it was last looked at, in milliseconds. */
  usedCpuMs: number;
  peakMemoryBytes: number;
  uncaught?: TaskError;
  isStopping: boolean;
  killedFor?: ChildKillReason;
}

/**
 * One child process of a prefork pool, in a process group of its own. Runs one job at a time; when it dies, its job fails
 * and nothing else does. Whatever a job has started is gone when the job is.
 */
export class PoolChild {
  /** Resolves when the handlers are loaded; rejects with the reason when they cannot be. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
  readonly #options: ChildOptions;
  readonly #scope: ProcessScope;
  readonly #process: ChildProcess;
  #assignment: Assignment | undefined;
  /** Of the newest job, also when it has ended: what it printed last may arrive after its outcome. */
  #printsTo: JobEvents | undefined;
  #isAlive = true;
  #heapWasFull = false;
  #jobsTaken = 0;
  /** Resident memory when its last job had ended; 0 before. */
  #leftBytes = 0;

  constructor(options: ChildOptions, means: ForkMeans, scope: ProcessScope) {
    this.#options = options;
    this.#scope = scope;
    this.#process = forkChild(options, means, scope.env);
    if (this.#process.pid !== undefined) scope.adopt(this.#process.pid);
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
    onPrinted(this.#process, (stream, line) => {
      if (stream === "stderr" && line.includes(HEAP_FULL)) this.#heapWasFull = true;
      this.#printsTo?.onLog({
        level: stream === "stdout" ? "info" : "warn",
        message: line,
        stream,
      });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** False from the moment its process is gone. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** How many jobs it has been given, the running one included. */
  get jobsTaken(): number {
    return this.#jobsTaken;
  }

  /** Resident memory of the child and all it has started, in bytes. Also notes the peak, and ends a job that takes too much. */
  checkMemory(): number {
    const bytes = this.#scope.pids().reduce((sum, pid) => sum + residentBytes(pid), 0);
    const assignment = this.#assignment;
    if (assignment !== undefined) {
      assignment.peakMemoryBytes = Math.max(assignment.peakMemoryBytes, bytes);
      this.#noteCpu(assignment);
      if (bytes > assignment.memoryLimitBytes * MEMORY_KILL_FACTOR) this.#kill(assignment, "MEMORY_LIMIT");
    }
    return bytes;
  }

  /** Whether it holds more than a job may take before that job has begun: jobs before it have left that behind. */
  hasOutgrown(job: Job): boolean {
    return this.#leftBytes > this.#limitOf(job);
  }

  /** Resolves when all that it has printed so far is read: only then another job may print. */
  async allRead(): Promise<void> {
    const { stdout, stderr } = this.#process;
    await allRead([stdout, stderr].filter((stream) => stream !== null));
  }

  /** Runs a job; to be called when it is ready, not busy, and all that it has printed is read. */
  run(job: Job, events: JobEvents): RunningJob {
    const { promise, resolve } = Promise.withResolvers<AttemptOutcome>();
    const assignment: Assignment = {
      job,
      events,
      settle: resolve,
      timers: new Set(),
      memoryLimitBytes: this.#limitOf(job),
      cpuBeforeMs: this.#cpuMs(),
      usedCpuMs: 0,
      peakMemoryBytes: 0,
      isStopping: false,
    };
    this.#assignment = assignment;
    this.#printsTo = events;
    this.#jobsTaken++;
    this.#after(assignment, job.softLimitMs, () => this.#tell("SOFT_LIMIT"));
    this.#after(assignment, job.hardLimitMs, () => this.#kill(assignment, "HARD_LIMIT"));
    this.#send({ kind: "run", job });
    return {
      outcome: promise,
      stop: (reason) => this.#stop(assignment, reason),
      kill: () => this.#kill(assignment, "LEASE_LOST"),
    };
  }

  /** Kills the process and all it has started. */
  kill(): void {
    this.#scope.kill();
  }

  /** Asks the handler, and by signal all that it has started in its group; waits for the grace; kills. */
  #stop(assignment: Assignment, reason: StopReason): void {
    if (assignment !== this.#assignment) return;
    switch (reason) {
      case "SOFT_LIMIT":
        this.#tell(reason);
        break;
      case "CANCELLED":
      case "DEADLINE_EXCEEDED":
        this.#stopForGood(assignment, reason);
        break;
      case "DRAINING":
        this.#tell(reason);
        this.#after(assignment, 0, () => this.#kill(assignment, reason));
        break;
      case "HARD_LIMIT":
      case "LEASE_LOST":
        this.#kill(assignment, reason);
    }
  }

  #stopForGood(assignment: Assignment, why: StopCause): void {
    // Asked twice is asked once: a second SIGTERM makes many programs give up their cleaning up.
    if (assignment.isStopping) return;
    assignment.isStopping = true;
    this.#tell(why);
    if (this.pid !== undefined) signalProcessGroup(this.pid, "SIGTERM");
    this.#after(assignment, assignment.job.cancelGraceMs, () => this.#kill(assignment, why));
  }

  #kill(assignment: Assignment, reason: ChildKillReason): void {
    if (assignment !== this.#assignment) return;
    assignment.killedFor ??= reason;
    this.#noteCpu(assignment);
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
    if (assignment === undefined || !belongsTo(message, assignment.job)) return;
    if (message.kind === "progress") assignment.events.onProgress(message.progress);
    else if (message.kind === "log") assignment.events.onLog(message.line);
    else if (message.kind === "uncaught") assignment.uncaught = message.error;
    else {
      this.#scope.killStrays(message.mayHaveStarted);
      this.#settle(assignment, message.outcome);
    }
  }

  #onExit(exitCode: number | null, signal: string | null): void {
    const assignment = this.#assignment;
    if (assignment !== undefined) {
      const { killedFor, memoryLimitBytes, peakMemoryBytes, uncaught } = assignment;
      const exit = {
        exitCode,
        signal,
        killedFor,
        heapWasFull: this.#heapWasFull,
        uncaught,
        memoryLimitBytes,
        peakMemoryBytes,
      };
      this.#settle(assignment, outcomeOfExit(assignment.job, exit));
    }
    // Whatever the handler left behind goes with it.
    this.#scope.close();
  }

  #settle(assignment: Assignment, outcome: AttemptOutcome): void {
    for (const clear of assignment.timers) clear();
    this.#assignment = undefined;
    this.#leftBytes = this.#isAlive ? residentBytes(this.pid ?? 0) : 0;
    assignment.settle(
      outcome.kind === "failed" ? { ...outcome, error: this.#withUsage(outcome.error, assignment) } : outcome,
    );
  }

  /** What a failed attempt took. A task that succeeds does not pay for the look at its CPU time. */
  #withUsage(error: TaskError, assignment: Assignment): TaskError {
    const peakMemoryBytes = Math.max(assignment.peakMemoryBytes, this.#leftBytes);
    this.#noteCpu(assignment);
    const { usedCpuMs } = assignment;
    return {
      ...error,
      ...(peakMemoryBytes > 0 && { peakMemoryBytes }),
      ...(usedCpuMs > 0 && { cpuMs: usedCpuMs }),
    };
  }

  /** A process that is gone tells nothing any more: then what it had used before counts. */
  #noteCpu(assignment: Assignment): void {
    if (!this.#isAlive) return;
    assignment.usedCpuMs = Math.max(assignment.usedCpuMs, this.#cpuMs() - assignment.cpuBeforeMs);
  }

  #limitOf({ memoryLimitBytes }: Job): number {
    return Math.min(memoryLimitBytes, this.#options.maxMemoryBytes);
  }

  #cpuMs(): number {
    return cpuMs(this.pid ?? 0);
  }
}

/** A handler that goes on after its end must not speak for the next task of its child. */
function belongsTo(message: { readonly taskId: string; readonly attempt: number }, job: Job): boolean {
  return message.taskId === job.taskId && message.attempt === job.attempt;
}

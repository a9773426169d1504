import type { StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { TaskDefinition } from "../../../sdk/task-definition.ts";
import { outcomeOfMissing } from "./handler-error.ts";
import { coverInherited, inheritedDescriptors } from "./inherited-descriptors.ts";
import { dieWithParent } from "./parent-death.ts";
import type { Job, JobEvents, Pool, RunningJob } from "./pool.ts";
import type { ProcessScopes } from "./process-scope.ts";
import { ProgramRun } from "./program-run.ts";

/** Standard input, output and error, and what a program reports. */
const PIPES = ["pipe", "pipe", "pipe", "pipe"] as const;

export interface ExecOptions {
  /** The definition of a type, with an absolute `cwd`; undefined for one that a reload has taken away. */
  readonly find: (type: string) => TaskDefinition | undefined;
  /** The whole environment of every program, but for what it is told of its task: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Hold the programs and all they start. */
  readonly scopes: ProcessScopes;
}

/** Runs any executable, a new process for each attempt. Nothing is kept warm, and nothing outlives its attempt. */
export class ExecPool implements Pool {
  readonly #options: ExecOptions;
  readonly #running = new Set<RunningJob>();
  #prefix: readonly string[] = [];
  #stdio: StdioOptions = [...PIPES];
  #devNull: number | undefined;
  #size: number;
  #onFree: () => void = () => undefined;

  /** @param size programs that run at once */
  constructor(size: number, options: ExecOptions) {
    this.#size = size;
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  async start(): Promise<void> {
    this.#prefix = dieWithParent(this.#options.env);
    this.#devNull ??= openSync("/dev/null", "r+");
    this.#stdio = coverInherited(PIPES, inheritedDescriptors(), this.#devNull);
  }

  freeSlots(): number {
    return Math.max(0, this.#size - this.#running.size);
  }

  onFree(listener: () => void): void {
    this.#onFree = listener;
  }

  run(job: Job, events: JobEvents): RunningJob {
    const definition = this.#options.find(job.type);
    if (definition === undefined || !("command" in definition)) return missing(job);
    const { env, scopes } = this.#options;
    const how = { env, prefix: this.#prefix, stdio: this.#stdio, scope: scopes.create() };
    const run = new ProgramRun({ definition, job, events, ...how });
    this.#running.add(run);
    void run.outcome.then(() => {
      this.#running.delete(run);
      this.#onFree();
    });
    return run;
  }

  resize(size: number): void {
    this.#size = size;
    this.#onFree();
  }

  reload(): void {
    // Nothing is kept here: each job asks for its definition when it begins.
  }

  async stop(): Promise<void> {
    const outcomes = [...this.#running].map(({ outcome }) => outcome);
    for (const run of this.#running) run.stop("DRAINING");
    await Promise.all(outcomes);
    if (this.#devNull !== undefined) closeSync(this.#devNull);
    this.#devNull = undefined;
  }

  children(): undefined {
    return undefined;
  }

  problems(): readonly string[] {
    return [];
  }
}

/** Nothing runs, so there is nothing to stop. */
function missing(job: Job): RunningJob {
  return { outcome: Promise.resolve(outcomeOfMissing(job)), stop: () => undefined, kill: () => undefined };
}

import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { TaskDefinition } from "../../../sdk/task-definition.ts";
import { outcomeOfMissing } from "./handler-error.ts";
import type { Job, JobEvents, Pool, RunningJob } from "./pool.ts";
import { runHandler } from "./run-handler.ts";
import { after } from "./timer.ts";

/**
 * Runs handlers in the worker's own process, for work that waits rather than computes. Limits and cancels abort the
 * handler's signal; a handler that does not listen cannot be stopped here, only in a child process.
 */
export class InlinePool implements Pool {
  readonly #find: (type: string) => TaskDefinition | undefined;
  readonly #running = new Set<AbortController>();
  #size: number;
  #onFree: () => void = () => undefined;

  /** @param find the definition of a type; undefined for one that a reload has taken away */
  constructor(size: number, find: (type: string) => TaskDefinition | undefined) {
    this.#size = size;
    this.#find = find;
  }

  get size(): number {
    return this.#size;
  }

  async start(): Promise<void> {
    // Nothing to warm up: handlers were loaded with their definitions.
  }

  freeSlots(): number {
    return Math.max(0, this.#size - this.#running.size);
  }

  onFree(listener: () => void): void {
    this.#onFree = listener;
  }

  run(job: Job, events: JobEvents): RunningJob {
    const controller = new AbortController();
    this.#running.add(controller);
    return {
      outcome: this.#run(job, controller, events),
      stop: (reason) => controller.abort(reason),
      kill: () => controller.abort("LEASE_LOST"),
    };
  }

  resize(size: number): void {
    this.#size = size;
    this.#onFree();
  }

  reload(): void {
    // Nothing is kept here: each job asks for its definition when it begins.
  }

  async stop(): Promise<void> {
    for (const controller of this.#running) controller.abort("DRAINING");
  }

  children(): undefined {
    return undefined;
  }

  problems(): readonly string[] {
    return [];
  }

  async #run(job: Job, controller: AbortController, events: JobEvents): Promise<AttemptOutcome> {
    const clearSoftLimit = after(job.softLimitMs, () => controller.abort("SOFT_LIMIT"));
    try {
      const definition = this.#find(job.type);
      if (definition === undefined) return outcomeOfMissing(job);
      return await runHandler(definition, job, controller.signal, events, Date.now);
    } finally {
      clearSoftLimit();
      this.#running.delete(controller);
      this.#onFree();
    }
  }
}

import type { Job, JobEvents, Pool, RunningJob } from "./pool.ts";
import { type ChildOptions, PoolChild } from "./pool-child.ts";

/** Children that die right after their start are started again no faster than this, in milliseconds. */
const RESTART_MS = 1_000;

/**
 * A fixed number of child processes, one job each. A child that dies is replaced; the others never notice.
 */
export class PreforkPool implements Pool {
  readonly size: number;
  readonly #options: ChildOptions;
  /** Ready and without a job; the one that has waited longest comes first. */
  readonly #idle: PoolChild[] = [];
  /** Jobs that wait for a child. */
  readonly #waiting: (() => void)[] = [];
  readonly #children = new Set<PoolChild>();
  readonly #restarts = new Set<ReturnType<typeof setTimeout>>();
  #onFree: () => void = () => undefined;
  #problem: string | undefined;
  #stopping = false;

  constructor(size: number, options: ChildOptions) {
    this.size = size;
    this.#options = options;
  }

  async start(): Promise<void> {
    try {
      await Promise.all(Array.from({ length: this.size }, () => this.#add()));
    } catch (error) {
      // What cannot start must not go on trying behind its caller's back.
      await this.stop();
      throw error;
    }
  }

  freeSlots(): number {
    return this.#idle.length;
  }

  onFree(listener: () => void): void {
    this.#onFree = listener;
  }

  run(job: Job, events: JobEvents): RunningJob {
    const child = this.#idle.shift();
    if (child === undefined) return this.#runLater(job, events);
    const running = child.run(job, events);
    void running.outcome.then(() => this.#release(child));
    return running;
  }

  /** The child that was free when the job was taken has died since: the next one that is ready takes it. */
  #runLater(job: Job, events: JobEvents): RunningJob {
    const { promise, resolve } = Promise.withResolvers<RunningJob>();
    this.#waiting.push(() => resolve(this.run(job, events)));
    return {
      outcome: promise.then((running) => running.outcome),
      stop: (reason) => void promise.then((running) => running.stop(reason)),
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#restarts) clearTimeout(timer);
    const gone = [...this.#children].map((child) => child.exited);
    for (const child of this.#children) child.kill();
    await Promise.all(gone);
  }

  problems(): readonly string[] {
    return this.#problem === undefined ? [] : [this.#problem];
  }

  async #add(): Promise<void> {
    const child = new PoolChild(this.#options);
    this.#children.add(child);
    let wasReady = false;
    void child.exited.then(() => this.#replace(child, wasReady ? 0 : RESTART_MS));
    await child.ready;
    wasReady = true;
    this.#problem = undefined;
    this.#offer(child);
  }

  #release(child: PoolChild): void {
    if (child.isAlive && !this.#stopping) this.#offer(child);
  }

  #offer(child: PoolChild): void {
    this.#idle.push(child);
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#onFree();
    else waiting();
  }

  #replace(child: PoolChild, delayMs: number): void {
    this.#children.delete(child);
    const position = this.#idle.indexOf(child);
    if (position >= 0) this.#idle.splice(position, 1);
    if (this.#stopping) return;
    const timer = setTimeout(() => {
      this.#restarts.delete(timer);
      this.#add().catch((error: unknown) => {
        this.#problem = error instanceof Error ? error.message : String(error);
      });
    }, delayMs);
    this.#restarts.add(timer);
  }
}

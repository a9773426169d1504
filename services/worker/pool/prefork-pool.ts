import { messageOf } from "../../../core/message-of.ts";
import type { PoolChildren } from "../../../core/worker-heartbeat.ts";
import { type ChildOptions, type ForkMeans, openForkMeans } from "./fork-child.ts";
import type { Job, JobEvents, Pool, RunningJob } from "./pool.ts";
import { PoolChild } from "./pool-child.ts";
import type { ProcessScopes } from "./process-scope.ts";

/** Children that die before they are ready are started again no faster than this, in milliseconds. */
const RESTART_MS = 1_000;
/** How often the memory of children is looked at, in milliseconds. */
const MEMORY_CHECK_MS = 250;

export interface PreforkOptions extends ChildOptions {
  /** A child is replaced after so many jobs. */
  readonly maxTasksPerChild: number;
}

/** A child and what the pool knows of it. */
interface Member {
  readonly child: PoolChild;
  /** Of which code it is: older ones are replaced. */
  readonly generation: number;
  state: "starting" | "spare" | "idle" | "busy" | "retired";
  /** It will not take another job. */
  expiring: boolean;
}

/**
 * A number of child processes, one job each. A child is replaced after its share of jobs, when it has grown past its memory
 * limit, and when it dies. Its successor is started while it still works, and takes its place without a gap.
 */
export class PreforkPool implements Pool {
  readonly #options: PreforkOptions;
  readonly #scopes: ProcessScopes;
  #means: ForkMeans | undefined;
  readonly #members = new Set<Member>();
  /** Ready and without a job; the one that has waited longest comes first. */
  readonly #idle: Member[] = [];
  /** Jobs that wait for a child. */
  readonly #waiting: (() => void)[] = [];
  readonly #restarts = new Set<ReturnType<typeof setTimeout>>();
  #memoryTimer: ReturnType<typeof setInterval> | undefined;
  #size: number;
  #modules: readonly string[];
  #generation = 0;
  #onFree: () => void = () => undefined;
  #problem: string | undefined;
  #stopping = false;
  #largestBytes = 0;
  #peakBytes = 0;
  #recycled = 0;

  constructor(size: number, options: PreforkOptions, scopes: ProcessScopes) {
    this.#size = size;
    this.#options = options;
    this.#modules = options.modules;
    this.#scopes = scopes;
  }

  get size(): number {
    return this.#size;
  }

  async start(): Promise<void> {
    this.#memoryTimer = setInterval(() => this.#checkMemory(), MEMORY_CHECK_MS);
    try {
      await Promise.all(Array.from({ length: this.#size }, () => this.#add()));
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
    const member = this.#takeIdle(job);
    if (member === undefined) return this.#runLater(job, events);
    member.state = "busy";
    const running = member.child.run(job, events);
    // The successor is warm by the time it is needed: it begins one job ahead.
    if (member.child.jobsTaken >= this.#options.maxTasksPerChild - 1) this.#fill();
    // What it has printed comes before its outcome, and is not taken for the next job's.
    const outcome = running.outcome.then(async (ended) => {
      await member.child.allRead();
      return ended;
    });
    void outcome.then(() => this.#release(member, job));
    return { ...running, outcome };
  }

  /** A child with room for the job; those that others have left too large for it, and it would die for, are replaced. */
  #takeIdle(job: Job): Member | undefined {
    for (let member = this.#idle.shift(); member !== undefined; member = this.#idle.shift()) {
      if (!member.child.hasOutgrown(job)) return member;
      this.#retire(member);
    }
    return undefined;
  }

  /** How many jobs may run at once from now on. Shrinking waits for running jobs; growing starts children at once. */
  resize(size: number): void {
    this.#size = size;
    while (this.#slots().length > size && this.#idle.length > 0) this.#retire(this.#idle[0]);
    // A spare may be there from before: it takes the new place, and none is started for it.
    this.#admit();
    this.#fill();
  }

  /** Children of new code take the place of the present ones, each after its job. */
  reload(modules: readonly string[]): void {
    this.#modules = modules;
    this.#generation++;
    this.#fill();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#memoryTimer);
    for (const timer of this.#restarts) clearTimeout(timer);
    const children = [...this.#members].map(({ child }) => child);
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.exited));
    this.#means?.close();
    this.#means = undefined;
  }

  children(): PoolChildren {
    const { maxMemoryBytes: limitBytes } = this.#options;
    return {
      largestBytes: this.#largestBytes,
      peakBytes: this.#peakBytes,
      limitBytes,
      recycled: this.#recycled,
    };
  }

  problems(): readonly string[] {
    return this.#problem === undefined ? [] : [this.#problem];
  }

  /** The child that was free when the job was taken has gone since: the next one that is ready takes it. */
  #runLater(job: Job, events: JobEvents): RunningJob {
    const { promise, resolve } = Promise.withResolvers<RunningJob>();
    this.#waiting.push(() => resolve(this.run(job, events)));
    return {
      outcome: promise.then((running) => running.outcome),
      stop: (reason) => void promise.then((running) => running.stop(reason)),
      kill: () => void promise.then((running) => running.kill()),
    };
  }

  /** Members that hold a slot: not those on their way in, nor those on their way out. */
  #slots(): Member[] {
    return [...this.#members].filter(({ state }) => state === "idle" || state === "busy");
  }

  /** Starts as many children as are missing, or will be when those that expire are gone. */
  #fill(): void {
    if (this.#stopping) return;
    for (let missing = this.#size - this.#lasting() - this.#restarts.size; missing > 0; missing--)
      this.#addLater(0);
  }

  /** How many members will still be there when those that expire are gone. */
  #lasting(): number {
    return [...this.#members].filter((member) => member.state !== "retired" && !this.#expires(member)).length;
  }

  #expires(member: Member): boolean {
    if (member.state === "starting" || member.state === "spare")
      return member.generation !== this.#generation;
    const isLastJob =
      member.child.jobsTaken >= this.#options.maxTasksPerChild - (member.state === "busy" ? 1 : 0);
    return member.expiring || member.generation !== this.#generation || isLastJob;
  }

  #addLater(delayMs: number): void {
    const timer = setTimeout(() => {
      this.#restarts.delete(timer);
      this.#add().catch((error: unknown) => {
        this.#problem = messageOf(error);
      });
    }, delayMs);
    this.#restarts.add(timer);
  }

  async #add(): Promise<void> {
    const options = { ...this.#options, modules: this.#modules };
    this.#means ??= openForkMeans(options.env);
    const child = new PoolChild(options, this.#means, this.#scopes.create());
    const member: Member = { child, generation: this.#generation, state: "starting", expiring: false };
    this.#members.add(member);
    void child.exited.then(() => this.#onExit(member));
    await child.ready;
    this.#problem = undefined;
    member.state = "spare";
    this.#admit();
  }

  /** Lets spares take the places that are free, or that an idle child of old code still holds. */
  #admit(): void {
    for (const member of this.#members) {
      if (member.state !== "spare") continue;
      if (member.generation !== this.#generation) this.#retire(member);
      else if (this.#slots().length < this.#size) this.#offer(member);
      else {
        const outdated = this.#idle.find(({ generation }) => generation !== this.#generation);
        if (outdated !== undefined) {
          this.#offer(member);
          this.#retire(outdated);
        } else if (this.#lasting() > this.#size) {
          // The pool has shrunk while it started, and nobody is about to go.
          this.#retire(member);
        }
      }
    }
  }

  #offer(member: Member): void {
    member.state = "idle";
    this.#idle.push(member);
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#onFree();
    else waiting();
  }

  #release(member: Member, job: Job): void {
    if (!member.child.isAlive || this.#stopping) return;
    const isUsedUp =
      member.child.jobsTaken >= this.#options.maxTasksPerChild ||
      member.expiring ||
      member.child.hasOutgrown(job);
    const isSurplus = this.#slots().length > this.#size;
    if (isUsedUp || isSurplus || this.#outdatedWithSuccessor(member)) this.#retire(member);
    else this.#offer(member);
  }

  /** A child of old code goes once there is one of the new code to take its place; until then it is better than none. */
  #outdatedWithSuccessor(member: Member): boolean {
    if (member.generation === this.#generation) return false;
    return [...this.#members].some(
      ({ state, generation }) => state === "spare" && generation === this.#generation,
    );
  }

  #retire(member: Member | undefined): void {
    if (member === undefined) return;
    member.state = "retired";
    this.#forgetIdle(member);
    member.child.kill();
    this.#admit();
    this.#fill();
  }

  #onExit(member: Member): void {
    const wasReady = member.state !== "starting";
    this.#members.delete(member);
    this.#forgetIdle(member);
    if (this.#stopping) return;
    if (wasReady) this.#recycled++;
    this.#admit();
    if (wasReady) this.#fill();
    else if (member.generation === this.#generation) this.#addLater(RESTART_MS);
  }

  #forgetIdle(member: Member): void {
    const position = this.#idle.indexOf(member);
    if (position >= 0) this.#idle.splice(position, 1);
  }

  /** A child that has grown past its limit goes after its job; the job itself is ended only when it grows on. */
  #checkMemory(): void {
    this.#largestBytes = 0;
    for (const member of this.#members) {
      if (member.state !== "busy" && member.state !== "idle") continue;
      const bytes = member.child.checkMemory();
      this.#largestBytes = Math.max(this.#largestBytes, bytes);
      this.#peakBytes = Math.max(this.#peakBytes, bytes);
      if (bytes <= this.#options.maxMemoryBytes || member.expiring) continue;
      member.expiring = true;
      if (member.state === "idle") this.#retire(member);
      else this.#fill();
    }
  }
}

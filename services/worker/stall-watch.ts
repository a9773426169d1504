/** What a stall is: tasks wait, slots are free, and nothing comes. */
export interface Stall {
  readonly queue: string;
  /** How many tasks waited there when it was last looked. */
  readonly waiting: number;
}

/** How patient a stall watch is, in milliseconds. */
export interface StallPatience {
  /** After so long with free slots and no task the queues are looked at. */
  readonly afterMs: number;
  /** They are looked at no more often than this. */
  readonly askEveryMs: number;
}

export const STALL_PATIENCE: StallPatience = { afterMs: 15_000, askEveryMs: 5_000 };

export interface StallWatchOptions {
  /** The queues that are pulled: those that are not paused. */
  readonly queues: () => readonly string[];
  readonly freeSlots: () => number;
  readonly isConnected: () => boolean;
  /** How many tasks of a queue wait. May reject: then nothing is known. */
  readonly countWaiting: (queue: string) => Promise<number>;
  /** Told when a stall begins, and each time that it has gone on for so long that something should be tried again. */
  readonly onStalled: (stall: Stall) => void;
  /** Told when it is over: a task has come, or none waits any more. */
  readonly onRecovered: (stall: Stall) => void;
  readonly now: () => number;
  readonly patience: StallPatience;
}

/** However long a stall lasts, it is told again at least this often, in milliseconds. */
const LONGEST_REPEAT_MS = 300_000;

/**
 * Notices when pulling does nothing although there is something to pull: a server that has lost the pulls and still says that
 * they are alive, a consumer that was stopped. What the puller sees by itself (silence, errors) it has mended long before.
 */
export class StallWatch {
  readonly #options: StallWatchOptions;
  #stall: Stall | undefined;
  /** Since when there have been free slots and no task. */
  #idleSince: number;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking = false;
  /** Tasks waited when last looked. One look is not enough: a task may just be on its way. */
  #isSuspect = false;
  #repeatAt = 0;
  #repeatMs: number;

  constructor(options: StallWatchOptions) {
    this.#options = options;
    this.#idleSince = options.now();
    this.#repeatMs = options.patience.afterMs;
  }

  /** The stall that goes on; undefined when there is none. */
  get stall(): Stall | undefined {
    return this.#stall;
  }

  /** To be told of each task that comes. */
  taken(): void {
    this.#startAnew();
    this.#end();
  }

  /** To be called every second or so. Resolves when it has looked; never rejects. */
  async check(): Promise<void> {
    const { isConnected, freeSlots, now, patience } = this.#options;
    if (!isConnected() || freeSlots() <= 0) {
      this.#startAnew();
      return;
    }
    const time = now();
    if (this.#asking || time - this.#idleSince < patience.afterMs) return;
    if (time - this.#askedAt < patience.askEveryMs) return;
    this.#askedAt = time;
    this.#asking = true;
    const idleSince = this.#idleSince;
    const found = await this.#look();
    this.#asking = false;
    // Something has come meanwhile.
    if (idleSince !== this.#idleSince) return;
    if (found === undefined) this.#end();
    else if (found !== "unknown") this.#judge(found);
  }

  #judge(found: Stall): void {
    if (!this.#isSuspect) {
      this.#isSuspect = true;
      return;
    }
    const time = this.#options.now();
    const isNew = this.#stall === undefined;
    this.#stall = found;
    if (!isNew && time < this.#repeatAt) return;
    this.#repeatAt = time + this.#repeatMs;
    this.#repeatMs = Math.min(this.#repeatMs * 2, LONGEST_REPEAT_MS);
    this.#options.onStalled(found);
  }

  /** The first queue in which tasks wait; undefined when there is none. */
  async #look(): Promise<Stall | "unknown" | undefined> {
    try {
      for (const queue of this.#options.queues()) {
        const waiting = await this.#options.countWaiting(queue);
        if (waiting > 0) return { queue, waiting };
      }
      return undefined;
    } catch {
      // NATS does not answer: that is trouble of another kind, which others see and tell.
      return "unknown";
    }
  }

  #startAnew(): void {
    this.#idleSince = this.#options.now();
    this.#isSuspect = false;
  }

  #end(): void {
    this.#isSuspect = false;
    const over = this.#stall;
    if (over === undefined) return;
    this.#stall = undefined;
    this.#repeatMs = this.#options.patience.afterMs;
    this.#options.onRecovered(over);
  }
}

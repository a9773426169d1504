import { projectPermits } from "../../../core/subject.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { openPermits } from "../../../jetstream/permits.ts";
import type { ProjectGate } from "../runner-deps.ts";
import { PermitHolder } from "./permit-holder.ts";
import { ReturnTimes } from "./return-times.ts";

/** A project that was found full is taken for full for so long, in milliseconds, unless a permit becomes free. */
const FULL_MS = 100;

/**
 * So many tasks wait here at a time, for so long, for a permit that becomes free: JetStream brings back what is due four times a
 * second, and short tasks have ended long before the next come. They take no slot meanwhile. Milliseconds.
 */
const MAX_PARKED = 64;
const PARK_MS = 400;

export interface ProjectPermitsOptions {
  readonly connection: Connection;
  readonly project: string;
  readonly worker: string;
  /** How many tasks of the project may run at once; undefined when it has no cap any more. */
  readonly cap: () => number | undefined;
  /** How many tasks of the project this worker holds. */
  readonly running: () => number;
  /** Has so many of them stopped and put back in line: they have no permit any more. */
  readonly handBack: (count: number) => void;
}

/**
 * Decides when tasks of one project with a cap may start here. Whose task it is a worker learns only when it has taken it from
 * the queue: one that may not start goes back, so that its slot serves others.
 */
export class ProjectPermits implements ProjectGate {
  readonly #options: ProjectPermitsOptions;
  readonly #times = new ReturnTimes(performance.now());
  #permits: PermitHolder | undefined;
  #opening: Promise<void> | undefined;
  /** Tasks that wait here to be told whether there is a permit. */
  #waiting = 0;
  /** Those of them that are woken when a permit is free, the oldest first. */
  readonly #parked: (() => void)[] = [];
  #fullUntil = 0;
  #usedAt = performance.now();
  #stopped = false;

  constructor(options: ProjectPermitsOptions) {
    this.#options = options;
    this.#open();
  }

  /** Since when nothing runs here and nothing has been asked for, in milliseconds of `performance.now()`. */
  get idleSince(): number {
    return this.#waiting > 0 || this.#options.running() > 0 ? Number.POSITIVE_INFINITY : this.#usedAt;
  }

  /** Lets one task start, which counts as running from then on; undefined when none may start now. */
  tryEnter(): (() => void) | undefined {
    this.#usedAt = performance.now();
    if (this.#options.cap() !== undefined && (this.#permits?.idle() ?? 0) === 0) return undefined;
    this.#times.started(this.#usedAt);
    return this.#wakeOne;
  }

  /** Takes a permit for one task, or waits for one for a moment. Resolves when `tryEnter` may be tried again; false is in vain. */
  async prepare(): Promise<boolean> {
    const until = performance.now() + PARK_MS;
    this.#waiting++;
    try {
      await this.#opening;
      while (!(await this.#takeOne())) {
        const leftMs = until - performance.now();
        if (this.#stopped || leftMs <= 0 || this.#parked.length >= MAX_PARKED) return false;
        await this.#park(leftMs);
      }
      return true;
    } finally {
      this.#waiting--;
    }
  }

  /** Whether there is a permit for one task now. */
  async #takeOne(): Promise<boolean> {
    if (this.#options.cap() === undefined || (this.#permits?.idle() ?? 0) > 0) return true;
    if (performance.now() < this.#fullUntil) return false;
    if (await this.#permits?.takeOne()) return true;
    this.#fullUntil = performance.now() + FULL_MS;
    return false;
  }

  async #park(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#parked.push(resolve);
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
    const place = this.#parked.indexOf(resolve);
    if (place >= 0) this.#parked.splice(place, 1);
  }

  readonly #wakeOne = () => {
    this.#parked.shift()?.();
  };

  /** After how many milliseconds a task that is handed back is to be there again. */
  nextInMs(): number {
    return this.#times.nextInMs(performance.now());
  }

  /** To be called many times a second. */
  tick(): void {
    if (this.#permits === undefined) this.#open();
    this.#permits?.tick();
  }

  /** Gives back what is held. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const wake of this.#parked.splice(0)) wake();
    await this.#opening;
    await this.#permits?.stop();
  }

  #open(): void {
    const { connection, project, worker, cap, running, handBack } = this.#options;
    if (this.#stopped || this.#opening !== undefined) return;
    this.#opening = openPermits(connection, projectPermits(project), worker, () => this.#freed())
      .then((permits) => {
        this.#permits = new PermitHolder({
          permits,
          cap: () => cap() ?? 0,
          running,
          wanted: () => this.#waiting,
          onGained: this.#wakeOne,
          onLost: handBack,
        });
        this.#permits.tend();
      })
      // Tried again with the next tick.
      .catch(NOTHING)
      .finally(() => {
        this.#opening = undefined;
      });
  }

  #freed(): void {
    this.#fullUntil = 0;
    this.#times.changed(performance.now());
    // Tasks that began before the project had a cap, or while it had a higher one, have none yet.
    this.#permits?.tend();
    this.#wakeOne();
  }
}

const NOTHING = () => undefined;

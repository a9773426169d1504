import type { QueueSettings } from "../../../core/queue-settings.ts";
import { AHEAD_MS } from "../../../core/token-rate.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import { openPermits } from "../../../jetstream/permits.ts";
import { openRate } from "../../../jetstream/rates.ts";
import { PermitHolder } from "./permit-holder.ts";
import { TokenPurse } from "./token-purse.ts";

/** What a delivery said of how many tasks wait behind it holds for so long, in milliseconds. */
const BEHIND_MS = 200;
/** A worker that had to pass a task on lets others have its permits for so long, in milliseconds. */
const REST_MS = 500;

/** The line of the worker that runs tasks of the queue. */
export interface GateHost {
  /** How many more tasks may be started now; 0 also while the queue is paused. */
  readonly freeSlots: () => number;
  /** Has the line pull again. */
  readonly wake: () => void;
  /** Has so many running tasks of the queue stopped and put back in line: they have no permit any more. */
  readonly handBack: (count: number) => void;
}

export interface GateOptions {
  readonly connection: Connection;
  readonly queue: string;
  readonly worker: string;
  readonly host: GateHost;
  readonly settings: () => QueueSettings | undefined;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Decides when tasks of one queue may start here, by its cap and its rate. Without either it lets all pass. */
export class QueueGate {
  readonly #options: GateOptions;
  #running = 0;
  #permits: PermitHolder | undefined;
  #tokens: TokenPurse | undefined;
  #opening: Promise<void> | undefined;
  #behind = { count: 0, at: Number.NEGATIVE_INFINITY };
  #isBacklogged = false;
  #restUntil = 0;
  #stopped = false;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  isLimited(): boolean {
    const { maxRunning, rateLimit } = this.#options.settings() ?? {};
    return maxRunning !== undefined || rateLimit !== undefined;
  }

  /** How many tasks may be pulled to be started at once. Takes what is missing for more. */
  room(): number {
    if (!this.isLimited()) return Number.POSITIVE_INFINITY;
    if (!this.#isOpen() || this.#isResting()) return 0;
    const permitted = this.#permits?.idle() ?? Number.POSITIVE_INFINITY;
    if (this.#permits !== undefined && permitted < this.#wanted()) this.#permits.tend();
    const due = this.#tokens?.due() ?? Number.POSITIVE_INFINITY;
    // A queue that was empty is pulled without a token: it is taken when a task comes.
    if (this.#tokens !== undefined && due === 0 && permitted > 0 && this.#isBacklogged)
      void this.#tokens.take();
    return Math.min(permitted, due);
  }

  /** Whether a pull may wait for the next task. */
  mayStand(): boolean {
    if (!this.isLimited()) return true;
    if (!this.#isOpen() || this.#isResting()) return false;
    if (this.#permits !== undefined && this.#permits.idle() === 0) return false;
    if (this.#tokens === undefined || this.#tokens.due() > 0) return true;
    return !this.#isBacklogged && this.#tokens.isAvailable();
  }

  /** To be told of each delivery, and how many wait behind it. */
  delivered(behind: number): void {
    this.#behind = { count: behind, at: performance.now() };
    this.#isBacklogged = behind > 0;
    if (behind > 0) this.#permits?.tend();
  }

  /** To be told when a pull has found nothing. */
  foundEmpty(): void {
    this.#isBacklogged = false;
  }

  /** To be told when a task is passed on because this worker does not have its type. */
  rest(): void {
    if (!this.isLimited()) return;
    this.#restUntil = performance.now() + REST_MS;
  }

  /** Lets one task start; returns what is to be called when it has left. Undefined when none may start now. */
  tryEnter(): (() => void) | undefined {
    if (this.isLimited()) {
      if (!this.#isOpen()) return undefined;
      if (this.#permits !== undefined && this.#permits.idle() === 0) return undefined;
      if (this.#tokens !== undefined && !this.#tokens.spend()) return undefined;
    }
    this.#running++;
    let hasLeft = false;
    return () => {
      if (!hasLeft) this.#running--;
      hasLeft = true;
    };
  }

  /** Takes what one task needs, for one that has come without it. Resolves when `tryEnter` may be tried again; false is in vain. */
  async prepare(): Promise<boolean> {
    await this.#opening;
    if (!this.#isOpen()) return false;
    if (this.#permits !== undefined && !(await this.#permits.takeOne())) return false;
    if (this.#tokens === undefined) return true;
    await this.#tokens.take();
    const inMs = this.#tokens?.nextInMs();
    if (inMs === undefined || inMs > AHEAD_MS) return false;
    if (inMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(inMs)));
    return true;
  }

  /** To be called when the settings have changed, and until `isLimited` and what is open agree. */
  apply(): void {
    if (this.#stopped || this.#opening !== undefined) return;
    this.#closeUnused();
    if (this.#isOpen()) {
      this.#permits?.tend();
      return;
    }
    this.#opening = this.#open()
      // Tried again with the next tick.
      .catch(() => undefined)
      .finally(() => {
        this.#opening = undefined;
        // A limit that was taken away meanwhile has nobody else who would close what was opened for it.
        if (!this.#stopped) this.#closeUnused();
        this.#options.host.wake();
      });
  }

  #closeUnused(): void {
    const { maxRunning, rateLimit } = this.#options.settings() ?? {};
    if (maxRunning === undefined) {
      void this.#permits?.stop();
      this.#permits = undefined;
    }
    if (rateLimit === undefined) {
      this.#tokens?.stop();
      this.#tokens = undefined;
    }
  }

  tick(): void {
    if (!this.#isOpen()) this.apply();
    this.#permits?.tick();
  }

  /** Gives back what is held. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#opening;
    this.#tokens?.stop();
    await this.#permits?.stop();
  }

  #isOpen(): boolean {
    const { maxRunning, rateLimit } = this.#options.settings() ?? {};
    return (
      (maxRunning === undefined || this.#permits !== undefined) &&
      (rateLimit === undefined || this.#tokens !== undefined)
    );
  }

  async #open(): Promise<void> {
    const { connection, queue, worker, host, settings, nowMs } = this.#options;
    const { maxRunning, rateLimit } = settings() ?? {};
    if (maxRunning !== undefined && this.#permits === undefined) {
      const permits = await openPermits(connection, queue, worker, () => this.#permits?.tend());
      this.#permits = new PermitHolder({
        permits,
        cap: () => settings()?.maxRunning ?? 0,
        running: () => this.#running,
        wanted: () => this.#wanted(),
        onGained: host.wake,
        onLost: host.handBack,
      });
      this.#permits.tend();
    }
    if (rateLimit !== undefined && this.#tokens === undefined) {
      const rate = await openRate(connection, queue);
      this.#tokens = new TokenPurse({
        rate,
        limit: () => settings()?.rateLimit ?? rateLimit,
        nowMs,
        wanted: () => Math.max(1, host.freeSlots()),
        onDue: host.wake,
      });
    }
  }

  #isResting(): boolean {
    return performance.now() < this.#restUntil;
  }

  /** One permit more than what runs, so that an idle queue starts at once; more while it is known that more tasks wait. */
  #wanted(): number {
    const free = this.#options.host.freeSlots();
    if (free <= 0 || this.#isResting()) return 0;
    const isRecent = performance.now() - this.#behind.at < BEHIND_MS;
    return Math.min(free, Math.max(1, isRecent ? this.#behind.count : 1));
  }
}

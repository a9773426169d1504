import type { Permits } from "../../../jetstream/permits.ts";

/** What is idle and not wanted is given back after so long, in milliseconds: pulls that count on it have been answered by then. */
const SPARE_MS = 100;

export interface PermitHolderOptions {
  readonly permits: Permits;
  /** How many tasks of the queue may run at once, over all workers. */
  readonly cap: () => number;
  /** How many run here. */
  readonly running: () => number;
  /** How many more could be started here now. */
  readonly wanted: () => number;
  /** Told when one has been taken. */
  readonly onGained: () => void;
  /** Told that so many tasks run here without a permit, because theirs could not be renewed. */
  readonly onLost: (count: number) => void;
}

/** A task that waits for one is not kept for longer than so many tries: others are quicker, or NATS does not answer. */
const TRIES = 5;

interface HeldPermit {
  revision: number;
  /** When the last renewal that succeeded was begun: the store counts from then or later. */
  renewedAt: number;
  /** The one that is under way: it releases the permit when that was given up meanwhile. */
  renewal: Promise<void> | undefined;
}

/**
 * The permits of one queue that this worker has: one for each task that it runs, and as many more as it could start. It never
 * counts on one that others might have taken: one that was not renewed for two thirds of its time is lost, and so is the
 * right to run its task.
 */
export class PermitHolder {
  readonly #options: PermitHolderOptions;
  readonly #held = new Map<number, HeldPermit>();
  readonly #taking = new Map<number, Promise<void>>();
  #spareSince: number | undefined;
  #stopped = false;

  constructor(options: PermitHolderOptions) {
    this.#options = options;
  }

  /** How many tasks may be started now. */
  idle(): number {
    const { cap, running } = this.#options;
    let valid = 0;
    for (const [n, held] of this.#held) if (n < cap() && !this.#isLost(held)) valid++;
    return Math.max(0, valid - running());
  }

  /** Takes what is missing and seems to be free. */
  tend(): void {
    if (this.#stopped) return;
    const { running, wanted } = this.#options;
    const missing = running() + wanted() - this.#validCount() - this.#taking.size;
    if (missing <= 0) return;
    for (const n of this.#free().slice(0, missing)) void this.#take(n);
  }

  /** Tries to take one now. Resolves with whether there is an idle one then. */
  async takeOne(): Promise<boolean> {
    for (const n of this.#free().slice(0, TRIES)) {
      if (this.idle() > 0) break;
      await this.#take(n);
    }
    return this.idle() > 0;
  }

  /** To be called many times a second: renews, gives back, takes. */
  tick(): void {
    const now = performance.now();
    this.#dropLost();
    for (const [n, held] of this.#held) {
      if (now - held.renewedAt > this.#options.permits.ttlMs / 4) held.renewal ??= this.#renew(n, held);
    }
    this.#giveBackSpare(now);
    this.tend();
  }

  /** Gives all back; those of tasks that still run, too: to be called when none does, or the cap has gone. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const given = [...this.#held.keys()].map((n) => this.#giveBack(n));
    await Promise.all([...given, ...this.#taking.values()]);
    this.#options.permits.stop();
  }

  /** Permits above a cap that was lowered are as good for what runs, and for nothing new. */
  #validCount(): number {
    const cap = this.#options.cap();
    let count = 0;
    for (const n of this.#held.keys()) if (n < cap) count++;
    return count;
  }

  /** In an order by chance: others look for one at the same time. */
  #free(): number[] {
    const { permits, cap } = this.#options;
    const free: number[] = [];
    for (let n = 0; n < cap(); n++)
      if (!this.#held.has(n) && !this.#taking.has(n) && !permits.isTaken(n)) free.push(n);
    for (let i = free.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [free[i], free[j]] = [free[j] ?? 0, free[i] ?? 0];
    }
    return free;
  }

  #take(n: number): Promise<void> {
    const taking = this.#tryToTake(n);
    this.#taking.set(n, taking);
    return taking;
  }

  async #tryToTake(n: number): Promise<void> {
    const { permits, onGained } = this.#options;
    const begunAt = performance.now();
    const revision = await permits.take(n);
    this.#taking.delete(n);
    if (revision === undefined) return;
    if (this.#stopped) {
      await permits.release(n, revision);
      return;
    }
    this.#held.set(n, { revision, renewedAt: begunAt, renewal: undefined });
    onGained();
  }

  async #renew(n: number, held: HeldPermit): Promise<void> {
    const begunAt = performance.now();
    const renewed = await this.#options.permits.renew(n, held.revision);
    held.renewal = undefined;
    if (this.#held.get(n) !== held) {
      // Given up meanwhile; what the renewal has stored would keep others waiting.
      if (renewed.kind === "renewed") await this.#options.permits.release(n, renewed.revision);
      return;
    }
    if (renewed.kind === "renewed") {
      held.revision = renewed.revision;
      held.renewedAt = begunAt;
    } else if (renewed.kind === "lost") this.#lose([n]);
  }

  #isLost({ renewedAt }: HeldPermit): boolean {
    return performance.now() - renewedAt > (this.#options.permits.ttlMs * 2) / 3;
  }

  #dropLost(): void {
    const lost = [...this.#held].flatMap(([n, held]) => (this.#isLost(held) ? [n] : []));
    if (lost.length > 0) this.#lose(lost);
  }

  #lose(lost: readonly number[]): void {
    for (const n of lost) this.#held.delete(n);
    const { running, onLost } = this.#options;
    const without = Math.min(lost.length, running() - this.#held.size);
    if (without > 0) onLost(without);
  }

  #giveBackSpare(now: number): void {
    const { cap, running, wanted } = this.#options;
    const byNumber = [...this.#held.keys()].toSorted((a, b) => b - a);
    const idle = Math.max(0, this.#held.size - running());
    const aboveCap = Math.min(idle, byNumber.filter((n) => n >= cap()).length);
    let count = aboveCap;
    const spare = idle - aboveCap - wanted();
    if (spare <= 0) this.#spareSince = undefined;
    else {
      this.#spareSince ??= now;
      if (now - this.#spareSince >= SPARE_MS) count += spare;
    }
    for (const n of byNumber.slice(0, count)) void this.#giveBack(n);
  }

  async #giveBack(n: number): Promise<void> {
    const held = this.#held.get(n);
    this.#held.delete(n);
    if (held === undefined) return;
    // One that is being renewed is released when the answer has come.
    await (held.renewal ?? this.#options.permits.release(n, held.revision));
  }
}

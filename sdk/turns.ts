/** Lets only so many go at once; the others wait in line. */
export class Turns {
  readonly #most: number;
  readonly #line = new Set<() => void>();
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether whoever comes next has to wait. */
  get isFull(): boolean {
    return this.#taken === this.#most;
  }

  /** Runs something when it is its turn. Rejects with the signal's reason when that aborts before. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    await this.#take(signal);
    try {
      return await work();
    } finally {
      this.#give();
    }
  }

  #take(signal: AbortSignal | undefined): Promise<void> | undefined {
    signal?.throwIfAborted();
    if (this.#taken < this.#most) {
      this.#taken++;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#line.delete(enter);
        reject(signal?.reason);
      };
      const enter = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      this.#line.add(enter);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  /** Hands the turn to the first in line. */
  #give(): void {
    const [next] = this.#line;
    if (next === undefined) this.#taken--;
    else {
      this.#line.delete(next);
      next();
    }
  }
}

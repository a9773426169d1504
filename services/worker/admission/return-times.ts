/** The shortest and the longest time after which a task is tried again while it is not known how many wait. Milliseconds. */
const SHORTEST_MS = 250;
const LONGEST_MS = 4_000;

/** It is tried again after this part of the time in which nothing has changed. */
const PART_OF_QUIET = 1 / 4;

/** So many tasks come back in a second at the most, or twice as many as have started in the last one. */
const FEWEST_PER_SECOND = 200;

/** However many have been handed back, each comes back within this time, in milliseconds. */
const LONGEST_SPREAD_MS = 60_000;

/**
 * When tasks come back that were handed back because their project is full: soon while permits change hands, later and later
 * while none does, and one after the other when there are many. All times are milliseconds of one clock that only goes forward.
 */
export class ReturnTimes {
  readonly #random: () => number;
  #changedAt: number;
  /** Each that is handed back takes a turn; until the turns that are taken have passed, no two come back at once. */
  #nextTurnAt = 0;
  #second = { endsAt: 0, started: 0, startedBefore: 0 };

  /** @param random as `Math.random` */
  constructor(nowMs: number, random: () => number = Math.random) {
    this.#changedAt = nowMs;
    this.#random = random;
  }

  /** To be told when a permit has become free. */
  changed(nowMs: number): void {
    this.#changedAt = nowMs;
  }

  /** To be told when a task has started. */
  started(nowMs: number): void {
    this.#changedAt = nowMs;
    this.#countSecond(nowMs);
    this.#second.started++;
  }

  /** After how many milliseconds the next one that is handed back is to be there again. */
  nextInMs(nowMs: number): number {
    this.#countSecond(nowMs);
    const quietMs = (nowMs - this.#changedAt) * PART_OF_QUIET;
    // By chance, or all that were handed back at once would be there at once.
    const soonMs = Math.min(Math.max(quietMs, SHORTEST_MS), LONGEST_MS) * (0.5 + this.#random());
    const perSecond = Math.max(FEWEST_PER_SECOND, 2 * this.#second.startedBefore);
    const returnAt = Math.max(nowMs + soonMs, this.#nextTurnAt);
    if (returnAt - nowMs > LONGEST_SPREAD_MS) return Math.ceil(LONGEST_SPREAD_MS * this.#random());
    this.#nextTurnAt = Math.max(this.#nextTurnAt, nowMs) + 1_000 / perSecond;
    return Math.ceil(returnAt - nowMs);
  }

  #countSecond(nowMs: number): void {
    if (nowMs < this.#second.endsAt) return;
    const isNext = nowMs < this.#second.endsAt + 1_000;
    this.#second = {
      endsAt: nowMs + 1_000,
      started: 0,
      startedBefore: isNext ? this.#second.started : 0,
    };
  }
}

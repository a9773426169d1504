import { monitorEventLoopDelay } from "node:perf_hooks";
import { LongshoreError } from "../../core/error.ts";
import { kindOf } from "./method-kinds.ts";

/** How late the process may be with what it has to do before fewer submits are let in, in milliseconds. */
export const SUBMIT_LAG_MS = 25;
/** The same before nothing but what ends work is let in; it must have been so for so many readings. One long pause is no overload. */
export const READ_LAG_MS = 500;
export const READ_LAG_READINGS = 10;

/** However late it is, so many submits may be under way: otherwise nothing would get done while refusing takes all the time. */
const FEWEST = 16;
/** What is left of the bound when the process is late, and what it grows to when there is not too much under way. */
const DECREASE = 0.7;
const INCREASE = 1.1;

/** Submits are slow when they take so many milliseconds on average, and so many times what they take while few are under way. */
const SLOW_MS = 250;
const SLOW_TIMES = 3;
/** Few are as many as this. */
const FEW = FEWEST / 2;
/** How much the newest counts in what they take then. */
const NEWEST_WEIGHT = 0.2;

/** How often the bound is adapted, in milliseconds, and how finely lateness is measured. */
const ADAPT_EVERY_MS = 100;
const RESOLUTION_MS = 10;

const TOO_MANY = new LongshoreError("OVERLOADED", { problem: "it takes in no more tasks for a moment" });
const TOO_LATE = new LongshoreError("OVERLOADED", { problem: "it answers nothing but what ends work" });

/**
 * Refuses calls when there is more to do than the process can, new submits first. So many submits may be under way; while the
 * process is late with what it has to do, or they take much longer than they do by themselves, because too many of them wait for
 * each other, fewer and fewer, and more again as it catches up. When it is far behind, reads and watches are refused as well.
 * What ends or steers work is never refused.
 */
export class Overload {
  readonly #maxSubmits: number;
  readonly #now: () => number;
  #bound: number;
  #underWay = 0;
  /** How many readings in a row have been too late for reads. */
  #lateReadings = 0;
  /** Of the submits that have ended since the bound was last adapted, and the most that were under way. */
  #ended = { count: 0, ms: 0 };
  #peak = 0;
  #adaptedAt: number;
  /** What they take while few are under way, in milliseconds; undefined when that is not known. */
  #aloneMs: number | undefined;

  /**
   * @param maxSubmits how many calls that submit may be under way at most
   * @param now milliseconds of a clock that only goes forward
   */
  constructor(maxSubmits: number, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#adaptedAt = now();
    this.#maxSubmits = maxSubmits;
    this.#bound = maxSubmits;
  }

  /** How many submits may be under way now. */
  get bound(): number {
    return this.#bound;
  }

  /** Why a call of this method is refused now; undefined when it is not. `TaskService/SubmitTask`. */
  refusal(method: string): LongshoreError | undefined {
    switch (kindOf(method)) {
      case "submit":
        return this.#underWay >= this.#bound ? TOO_MANY : undefined;
      case "read":
      case "watch":
        return this.#lateReadings >= READ_LAG_READINGS ? TOO_LATE : undefined;
      default:
        return undefined;
    }
  }

  /** To be called with each call that is let in. Returns what is to be called when it ends. */
  enter(method: string): () => void {
    if (kindOf(method) !== "submit") return NOTHING;
    this.#underWay++;
    if (this.#underWay > this.#peak) this.#peak = this.#underWay;
    const enteredAt = this.#now();
    return () => {
      this.#underWay--;
      this.#ended.count++;
      this.#ended.ms += this.#now() - enteredAt;
    };
  }

  /** To be called ten times a second. Takes in how late the process has been since, in milliseconds. */
  adapt(lagMs: number): void {
    this.#lateReadings = lagMs > READ_LAG_MS ? this.#lateReadings + 1 : 0;
    const slowMs = Math.max(SLOW_MS, SLOW_TIMES * (this.#aloneMs ?? 0));
    const meanMs = this.#meanMs();
    const now = this.#now();
    const lengthMs = Math.max(ADAPT_EVERY_MS, now - this.#adaptedAt);
    this.#adaptedAt = now;
    // As many as would not be slow, at the pace at which they end now (Little's law).
    const fewest = Math.max(FEWEST, (this.#ended.count * slowMs) / lengthMs);
    let bound = Math.ceil(this.#bound * INCREASE);
    if (lagMs > SUBMIT_LAG_MS) bound = Math.min(this.#bound, Math.max(fewest, this.#bound * DECREASE));
    if (meanMs > slowMs) bound = Math.min(bound, fewest);
    this.#bound = Math.min(this.#maxSubmits, Math.floor(bound));
    this.#ended = { count: 0, ms: 0 };
    this.#peak = this.#underWay;
  }

  /** What those took that have ended since the bound was last adapted, on average; 0 when none has. */
  #meanMs(): number {
    const { count, ms } = this.#ended;
    if (count === 0) return 0;
    const meanMs = ms / count;
    if (this.#peak <= FEW) {
      const before = this.#aloneMs ?? meanMs;
      this.#aloneMs = before + (meanMs - before) * NEWEST_WEIGHT;
    }
    return meanMs;
  }
}

const NOTHING = () => undefined;

/** Has a gateway find out how late it is, until the returned function is called. */
export function watchLag(overload: Overload): () => void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const timer = setInterval(() => {
    // The mean tells a process that is late all the time from one that had one long thing to do.
    const meanMs = delays.count === 0 ? ADAPT_EVERY_MS : delays.mean / 1e6;
    delays.reset();
    overload.adapt(Math.max(0, meanMs - RESOLUTION_MS));
  }, ADAPT_EVERY_MS);
  return () => {
    clearInterval(timer);
    delays.disable();
  };
}

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
/** How much of the bound is left when the process is late, and how much is added when it is not. */
const DECREASE = 0.7;
const INCREASE = 0.1;

/** How often the bound is adapted, in milliseconds, and how finely lateness is measured. */
const ADAPT_EVERY_MS = 100;
const RESOLUTION_MS = 10;

const TOO_MANY = new LongshoreError("OVERLOADED", { problem: "it takes in no more tasks for a moment" });
const TOO_LATE = new LongshoreError("OVERLOADED", { problem: "it answers nothing but what ends work" });

/**
 * Refuses calls when there is more to do than the process can, new submits first. So many submits may be under way; while the
 * process is late with what it has to do, fewer and fewer, and more again as it catches up. When it is far behind, reads and
 * watches are refused as well. What ends or steers work is never refused.
 */
export class Overload {
  readonly #maxSubmits: number;
  #bound: number;
  #underWay = 0;
  /** How many readings in a row have been too late for reads. */
  #lateReadings = 0;

  /** @param maxSubmits how many calls that submit may be under way at most */
  constructor(maxSubmits: number) {
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
    return this.#leave;
  }

  readonly #leave = () => {
    this.#underWay--;
  };

  /** Takes in how late the process has been of late, in milliseconds. */
  adapt(lagMs: number): void {
    this.#lateReadings = lagMs > READ_LAG_MS ? this.#lateReadings + 1 : 0;
    const bound = lagMs > SUBMIT_LAG_MS ? this.#bound * DECREASE : this.#bound + this.#maxSubmits * INCREASE;
    this.#bound = Math.min(this.#maxSubmits, Math.max(Math.min(FEWEST, this.#maxSubmits), Math.floor(bound)));
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

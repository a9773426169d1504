import type { Carried } from "../../core/delivery.ts";
import type { Delivery } from "../../jetstream/delivery.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { HeldTasks } from "./held-tasks.ts";

/** A task of a type that this worker does not have is passed on, first after so long, then twice as long each time. Milliseconds. */
const FIRST_PASS_MS = 100;
const LONGEST_PASS_MS = 5_000;

/** A task that a pull brought whose queue has been paused meanwhile is back in line after so long: pulls of others end. */
const PAUSED_MS = 1_000;

/** A message on lease, and what it says. */
export interface Taken {
  readonly delivery: Delivery;
  readonly carried: Carried;
}

/** Why a task that was taken does not start here. */
export type WhyNot =
  | { readonly why: "unknown_type" | "paused" | "no_slot" | "no_permit" }
  /** As many tasks of its project run as may: it is to be there again after so long. */
  | { readonly why: "project_full"; readonly inMs: number };

/** Puts messages back in line as they were, for whoever takes them next. */
export class GiveBack {
  readonly #queue: TaskQueue;
  readonly #held: HeldTasks;
  readonly #nowMs: () => number;

  /** @param nowMs milliseconds since 1970 by the clock of the store, which hands out what is due */
  constructor(queue: TaskQueue, held: HeldTasks, nowMs: () => number) {
    this.#queue = queue;
    this.#held = held;
    this.#nowMs = nowMs;
  }

  /** Acknowledges the message once its copy is stored; without that, its lease brings it back. */
  give({ delivery, carried }: Taken, whyNot: WhyNot): void {
    const { passedOn } = delivery;
    const returned = this.#held.beginReturn();
    const delayMs = delayOf(whyNot, passedOn);
    const terms = {
      dueAtMs: delayMs === 0 ? undefined : this.#nowMs() + delayMs,
      passedOn: passedOn + (whyNot.why === "unknown_type" ? 1 : 0),
    };
    this.#queue.giveBack(carried, terms, (published) => {
      if (published.kind === "stored") delivery.ack();
      returned();
    });
  }
}

/**
 * After how many milliseconds it is there again. For an unknown type that is spread by chance: pulls last as long as each other,
 * so that with a fixed delay the same worker would be the next to be served each time.
 */
function delayOf(whyNot: WhyNot, passedOn: number): number {
  if (whyNot.why === "no_slot" || whyNot.why === "no_permit") return 0;
  if (whyNot.why === "paused") return PAUSED_MS;
  if (whyNot.why === "project_full") return whyNot.inMs;
  const longestMs = Math.min(FIRST_PASS_MS * 2 ** passedOn, LONGEST_PASS_MS);
  return Math.ceil(longestMs * (0.5 + Math.random() / 2));
}

import { LongshoreError } from "../../core/error.ts";
import type { TaskRecord } from "../../core/task.ts";

/** A count of waiting tasks is used for so long, in milliseconds. */
const FRESH_MS = 250;

export interface QueueRoomDeps {
  /** How many tasks may wait in a queue; undefined where there is no limit. */
  readonly maxDepth: (queue: string) => number | undefined;
  /** Counts the waiting tasks of a queue. May reject: then nothing is refused, and the publish tells what is wrong. */
  readonly countWaiting: (queue: string) => Promise<number>;
}

/** Leave to publish a task; `end` is to be called when it is known what became of that, or that nothing will. Once counts. */
export type Room =
  | { readonly ok: true; readonly end: () => void }
  | { readonly ok: false; readonly error: LongshoreError };

interface Count {
  readonly waiting: number;
  readonly countedAt: number;
  /** What of `published` was in the count for certain. */
  readonly includes: number;
}

interface Depth {
  admitted: number;
  /** Of these, those whose publish has been answered. */
  published: number;
  count: Count | undefined;
  counting: Promise<void> | undefined;
}

/** Leave for what takes no room. */
export const FREE: Extract<Room, { readonly ok: true }> = { ok: true, end: () => undefined };

/**
 * Refuses tasks for queues in which as many wait as may. Judged by a count that is at most 250 ms old and all that this gateway
 * has let in since: alone it lets in no task too many. What other gateways let in within that time is not seen, so together
 * they may exceed the limit by that. Queues without a limit cost nothing.
 */
export class QueueRoom {
  readonly #deps: QueueRoomDeps;
  readonly #depths = new Map<string, Depth>();

  constructor(deps: QueueRoomDeps) {
    this.#deps = deps;
  }

  /** To be awaited before `enter`; undefined when there is nothing to wait for. Never rejects. */
  look(queue: string): Promise<void> | undefined {
    if (this.#deps.maxDepth(queue) === undefined) return undefined;
    const depth = this.#depthOf(queue);
    if (depth.count !== undefined && performance.now() - depth.count.countedAt < FRESH_MS) return undefined;
    depth.counting ??= this.#count(queue, depth).finally(() => {
      depth.counting = undefined;
    });
    return depth.counting;
  }

  /** Judges one task. One that is due later does not wait in line, and is let in. */
  enter({ queue, state }: Pick<TaskRecord, "queue" | "state">): Room {
    const limit = this.#deps.maxDepth(queue);
    if (limit === undefined || state !== "QUEUED") return FREE;
    const depth = this.#depthOf(queue);
    const waiting =
      depth.count === undefined ? 0 : depth.count.waiting + depth.admitted - depth.count.includes;
    if (waiting >= limit) {
      const metadata = { queue, waiting: String(waiting), limit: String(limit) };
      return { ok: false, error: new LongshoreError("QUEUE_FULL", metadata) };
    }
    depth.admitted++;
    let hasEnded = false;
    return {
      ok: true,
      end() {
        if (!hasEnded) depth.published++;
        hasEnded = true;
      },
    };
  }

  /** `look`, then `enter`. Never rejects. */
  async lookAndEnter(task: Pick<TaskRecord, "queue" | "state">): Promise<Room> {
    await this.look(task.queue);
    return this.enter(task);
  }

  async #count(queue: string, depth: Depth): Promise<void> {
    const includes = depth.published;
    try {
      const waiting = await this.#deps.countWaiting(queue);
      depth.count = { waiting, countedAt: performance.now(), includes };
    } catch {
      depth.count = undefined;
    }
  }

  #depthOf(queue: string): Depth {
    let depth = this.#depths.get(queue);
    if (depth === undefined) {
      depth = { admitted: 0, published: 0, count: undefined, counting: undefined };
      this.#depths.set(queue, depth);
    }
    return depth;
  }
}

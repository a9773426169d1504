import type { LongshoreError } from "../../core/error.ts";
import { RecentMap } from "../../core/recent-map.ts";

/** A count is used for so long, in milliseconds. */
const FRESH_MS = 250;

/** With room for so many tasks more, nobody can fill it up before a count of that age is replaced. */
const PLENTY = 500_000;
const FRESH_WITH_PLENTY_MS = 5_000;

/** A count is used for so many times as long as counting took, so that counting is never what the store is busy with. */
const REST_FACTOR = 20;

/** So many names are kept account of at a time. One that is dropped is counted anew. */
export const MAX_DEPTHS = 20_000;

export interface DepthsDeps {
  /** How many tasks there may be under a name; undefined where there is no limit. */
  readonly max: (name: string) => number | undefined;
  /** Counts the tasks under a name. May reject: then nothing is refused, and the publish tells what is wrong. */
  readonly count: (name: string) => Promise<number>;
  /** The error for one task more. */
  readonly full: (name: string, count: number, limit: number) => LongshoreError;
}

/** Leave to publish a task; `end` is to be called when it is known what became of that, or that nothing will. Once counts. */
export type Room =
  | { readonly ok: true; readonly end: () => void }
  | { readonly ok: false; readonly error: LongshoreError };

/** Leave for what takes no room. */
export const FREE: Extract<Room, { readonly ok: true }> = { ok: true, end: () => undefined };

interface Count {
  readonly tasks: number;
  readonly countedAt: number;
  /** How long it can be used, in milliseconds. */
  readonly freshMs: number;
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

/**
 * How many tasks there are under each of many names (queues, or projects) that may have only so many. Judged by a count that
 * is at most 250 ms old, or 5 s while there is room for half a million more, and by all that this gateway has let in since:
 * alone it lets in no task too many. What other gateways let in within that time is not seen, so together they may exceed a
 * limit by that. What has no limit costs nothing.
 */
export class Depths {
  readonly #deps: DepthsDeps;
  readonly #depths = new RecentMap<Depth>(MAX_DEPTHS);

  constructor(deps: DepthsDeps) {
    this.#deps = deps;
  }

  /** How many names are kept account of. */
  get size(): number {
    return this.#depths.size;
  }

  /** To be awaited before `enter`; undefined when there is nothing to wait for. Never rejects. */
  look(name: string): Promise<void> | undefined {
    const limit = this.#deps.max(name);
    if (limit === undefined) return undefined;
    const depth = this.#depthOf(name);
    const { count } = depth;
    if (count !== undefined && performance.now() - count.countedAt < count.freshMs) return undefined;
    depth.counting ??= this.#count(name, depth).finally(() => {
      depth.counting = undefined;
    });
    return count !== undefined && limit - tasksOf(depth) > PLENTY ? undefined : depth.counting;
  }

  /** Judges one task. */
  enter(name: string): Room {
    const limit = this.#deps.max(name);
    if (limit === undefined) return FREE;
    const depth = this.#depthOf(name);
    const tasks = tasksOf(depth);
    if (tasks >= limit) return { ok: false, error: this.#deps.full(name, tasks, limit) };
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

  async #count(name: string, depth: Depth): Promise<void> {
    const includes = depth.published;
    const startedAt = performance.now();
    try {
      const tasks = await this.#deps.count(name);
      const countedAt = performance.now();
      const limit = this.#deps.max(name) ?? 0;
      const leastMs = limit - tasks > PLENTY ? FRESH_WITH_PLENTY_MS : FRESH_MS;
      const freshMs = Math.max(leastMs, REST_FACTOR * (countedAt - startedAt));
      depth.count = { tasks, countedAt, freshMs, includes };
    } catch {
      depth.count = undefined;
    }
  }

  #depthOf(name: string): Depth {
    let depth = this.#depths.get(name);
    if (depth === undefined) {
      depth = { admitted: 0, published: 0, count: undefined, counting: undefined };
      this.#depths.set(name, depth);
    }
    return depth;
  }
}

function tasksOf({ count, admitted }: Depth): number {
  return count === undefined ? 0 : count.tasks + admitted - count.includes;
}

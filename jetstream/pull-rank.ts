import { afterTask, askingOrder, newShares, type QueueShare } from "../core/queue-order.ts";
import { durableName } from "../core/subject.ts";
import type { Priority } from "../core/task.ts";

/** One durable consumer, that of a queue and a priority, and the one pull that may be open on it. */
export interface Level {
  readonly queue: string;
  readonly durable: string;
  /** Messages still to come of the open pull; 0: none is open. */
  wanted: number;
  standing: boolean;
  pull: number;
  lastHeard: number;
  /** Not to be asked before this time: the last answer was an error. */
  restUntil: number;
  /** Found empty, or not asked, in this round. */
  isOut: boolean;
}

/** All queues at one priority, which share what is taken there by their weights. */
export class PullRank {
  readonly levels: readonly Level[];
  readonly #byQueue: ReadonlyMap<string, Level>;
  #shares: readonly QueueShare[];

  constructor(priority: Priority, queues: readonly string[], weights: ReadonlyMap<string, number>) {
    this.levels = queues.map((queue) => newLevel(queue, durableName(queue, priority)));
    this.#byQueue = new Map(this.levels.map((level) => [level.queue, level]));
    this.#shares = newShares(queues, weights);
  }

  /** The levels to ask in this round, in order. Those that cannot be asked have no part in what is taken. */
  begin(canAsk: (level: Level) => boolean): Level[] {
    for (const level of this.levels) level.isOut = !canAsk(level);
    return askingOrder(this.#shares).flatMap((queue) => {
      const level = this.#byQueue.get(queue);
      return level === undefined || level.isOut ? [] : [level];
    });
  }

  /** To be told of each task that a round has brought. */
  charge({ queue }: Level): void {
    if (this.levels.length === 1) return;
    const out = new Set(this.levels.filter(({ isOut }) => isOut).map((level) => level.queue));
    this.#shares = afterTask(this.#shares, queue, out);
  }
}

function newLevel(queue: string, durable: string): Level {
  return {
    queue,
    durable,
    wanted: 0,
    standing: false,
    pull: 0,
    lastHeard: 0,
    restUntil: 0,
    isOut: false,
  };
}

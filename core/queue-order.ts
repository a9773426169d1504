/** What one of several queues is due, beside the others that are asked with it. */
export interface QueueShare {
  readonly queue: string;
  /** Its part of the whole, as a whole number from 1. */
  readonly weight: number;
  /** How far it is behind its share (above 0) or ahead of it, in tasks times the sum of all weights. */
  readonly credit: number;
}

/** Shares of queues among which nothing has been taken yet; a queue that `weights` does not name weighs 1. */
export function newShares(
  queues: readonly string[],
  weights: ReadonlyMap<string, number>,
): readonly QueueShare[] {
  return queues.map((queue) => ({ queue, weight: weights.get(queue) ?? 1, credit: 0 }));
}

/**
 * The queues in the order in which to ask them for the next task: first those that are not ahead of their share, and of
 * these the one that would be a whole task behind the soonest. While all have tasks and the first one is always taken,
 * each is less than one task off its share after any number of tasks. (To take the one that is farthest behind, as a
 * plain smooth round robin does, lets a light queue fall back further the more there are.)
 */
export function askingOrder(shares: readonly QueueShare[]): readonly string[] {
  const total = sumOfWeights(shares);
  return shares
    .map(({ queue, weight, credit }) => {
      const due = credit + weight;
      return { queue, due, isAhead: due <= 0, roundsLeft: (total - due) / weight };
    })
    .toSorted((a, b) => Number(a.isAhead) - Number(b.isAhead) || a.roundsLeft - b.roundsLeft || b.due - a.due)
    .map(({ queue }) => queue);
}

/**
 * The shares after a task was taken from `queue`. Queues that were found empty do not take part: they save nothing up for
 * later, or the first task to come would let them have all slots for as long as they were empty.
 */
export function afterTask(
  shares: readonly QueueShare[],
  queue: string,
  empty: ReadonlySet<string>,
): readonly QueueShare[] {
  const takesPart = (share: QueueShare) => share.queue === queue || !empty.has(share.queue);
  const price = sumOfWeights(shares.filter(takesPart));
  return shares.map((share) => {
    if (!takesPart(share)) return share;
    const paid = share.queue === queue ? price : 0;
    return { ...share, credit: share.credit + share.weight - paid };
  });
}

function sumOfWeights(shares: readonly QueueShare[]): number {
  return shares.reduce((sum, { weight }) => sum + weight, 0);
}

import type { PoolPlan } from "./pool-plan.ts";

export type QueueChoice =
  | { readonly ok: true; readonly plans: readonly PoolPlan[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Limits pools to some of their queues, and leaves out a pool that has none left. A queue that no type names is refused: it is
 * a slip of the pen, and the worker would wait for ever.
 *
 * @param wanted the queues to keep; empty is all
 */
export function chooseQueues(plans: readonly PoolPlan[], wanted: readonly string[]): QueueChoice {
  if (wanted.length === 0) return { ok: true, plans };
  const known = new Set(plans.flatMap(({ queues }) => queues));
  const unknown = wanted.filter((queue) => !known.has(queue));
  if (unknown.length > 0) {
    const names = (queues: Iterable<string>) => [...queues].map((queue) => `"${queue}"`).join(", ");
    return {
      ok: false,
      problem: `--queues names ${names(unknown)}, but the task types of this worker have ${names(known)}`,
    };
  }
  const limited = plans.map((plan) => ({
    ...plan,
    queues: plan.queues.filter((queue) => wanted.includes(queue)),
  }));
  return { ok: true, plans: limited.filter(({ queues }) => queues.length > 0) };
}

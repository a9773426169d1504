import { POOLS, type PoolKind, type TaskType } from "../../core/task-type.ts";
import type { TaskDefinition } from "../../sdk/task-definition.ts";

/** The pools that a worker needs, with the types and queues that each serves. */
export interface PoolPlan {
  readonly pool: PoolKind;
  readonly types: ReadonlyMap<string, TaskType>;
  readonly queues: readonly string[];
}

export type Planned =
  | { readonly ok: true; readonly plans: readonly PoolPlan[] }
  /** `type` is the one to which the problem belongs. */
  | { readonly ok: false; readonly type: string; readonly problem: string };

/**
 * Sorts task types by pool. A queue belongs to one pool: a message is taken for a slot before its type is known, so types of
 * two pools in one queue would take each other's slots.
 */
export function planPools(definitions: ReadonlyMap<string, TaskDefinition>): Planned {
  const poolOfQueue = new Map<string, TaskType>();
  for (const { type } of definitions.values()) {
    const other = poolOfQueue.get(type.queue);
    if (other !== undefined && other.pool !== type.pool) {
      const problem = `queue "${type.queue}": "${other.type}" runs in the ${other.pool} pool and "${type.type}" in the ${type.pool} pool; give one of them a queue of its own`;
      return { ok: false, type: type.type, problem };
    }
    poolOfQueue.set(type.queue, type);
  }
  const plans = POOLS.flatMap((pool): PoolPlan[] => {
    const types = [...definitions.values()].map(({ type }) => type).filter((type) => type.pool === pool);
    if (types.length === 0) return [];
    return [
      {
        pool,
        types: new Map(types.map((type) => [type.type, type])),
        queues: [...new Set(types.map((type) => type.queue))],
      },
    ];
  });
  return { ok: true, plans };
}

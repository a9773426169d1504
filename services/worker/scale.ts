import { POOL_SIZE_MAX, type PoolKind } from "../../core/task-type.ts";
import type { ScaleReply, ScaleRequest } from "../../jetstream/worker-control.ts";
import type { Pool } from "./pool/pool.ts";

/**
 * Gives one of the pools another size, and says which it has now. Refuses a pool that is not there and a size that cannot be;
 * nothing changes then.
 */
export function scalePool(pools: ReadonlyMap<PoolKind, Pool>, request: ScaleRequest): ScaleReply {
  const [only, ...others] = pools.keys();
  const kind = request.pool ?? (others.length === 0 ? only : "prefork");
  const pool = kind === undefined ? undefined : pools.get(kind);
  if (kind === undefined || pool === undefined)
    return refuse(`it has no ${kind ?? ""} pool, only ${[...pools.keys()].join(" and ")}`);
  const { concurrency } = request;
  const max = POOL_SIZE_MAX[kind];
  if (concurrency < 1 || concurrency > max)
    return refuse(`the ${kind} pool runs from 1 to ${max} tasks at once, not ${concurrency}`);
  const previous = pool.size;
  if (concurrency !== previous) pool.resize(concurrency);
  return { kind: "scaled", pool: kind, concurrency: pool.size, previous };
}

function refuse(problem: string): ScaleReply {
  return { kind: "refused", problem };
}

import { LongshoreError } from "../../../core/error.ts";
import { POOL_SIZE_MAX, POOLS, type PoolKind } from "../../../core/task-type.ts";
import { requestScale } from "../../../jetstream/worker-control.ts";
import type { ScaleWorkerRequest__Output } from "../../../proto/gen/longshore/v1/ScaleWorkerRequest.ts";
import type { ScaleWorkerResponse } from "../../../proto/gen/longshore/v1/ScaleWorkerResponse.ts";
import type { Deps } from "../deps.ts";
import { quoted, Violations } from "../violations.ts";

/** A worker's id is one token of a NATS subject; anything else might reach others. */
export const WORKER_ID = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * Has a worker change how many tasks it runs at once. Resolves once it has. Throws FIELD_INVALID, WORKER_NOT_FOUND,
 * WORKER_REFUSES, BROKER_UNAVAILABLE.
 */
export async function scaleWorker(
  request: ScaleWorkerRequest__Output,
  deps: Pick<Deps, "connection">,
): Promise<ScaleWorkerResponse> {
  const { workerId, concurrency } = request;
  const pool = readPool(request);
  if (!deps.connection.isConnected())
    throw new LongshoreError("BROKER_UNAVAILABLE", { problem: "not connected to NATS" });
  const change = { concurrency, ...(pool !== undefined && { pool }) };
  const reply = await requestScale(deps.connection, workerId, change);
  if (reply.kind === "no_worker") throw new LongshoreError("WORKER_NOT_FOUND", { worker_id: workerId });
  if (reply.kind === "refused")
    throw new LongshoreError("WORKER_REFUSES", { worker_id: workerId, problem: reply.problem });
  return { pool: reply.pool, concurrency: reply.concurrency, previousConcurrency: reply.previous };
}

/** The pool that the request names, if any. Throws FIELD_INVALID with all that is wrong with the request. */
function readPool({ workerId, pool, concurrency }: ScaleWorkerRequest__Output): PoolKind | undefined {
  const violations = new Violations();
  if (!WORKER_ID.test(workerId))
    violations.add("worker_id", `${quoted(workerId)} is no id of a worker: letters, digits, - and _`);
  const kind = POOLS.find((name) => name === pool);
  if (pool !== "" && kind === undefined)
    violations.add("pool", `${quoted(pool)} is no pool: must be one of ${POOLS.join(", ")}`);
  const max = kind === undefined ? Math.max(...Object.values(POOL_SIZE_MAX)) : POOL_SIZE_MAX[kind];
  if (concurrency < 1 || concurrency > max)
    violations.add("concurrency", `${concurrency}: must be from 1 to ${max}`);
  violations.throwIfAny();
  return kind;
}

import { invalidField, LongshoreError } from "../../../core/error.ts";
import { requestHold } from "../../../jetstream/worker-control.ts";
import type { DrainWorkerRequest__Output } from "../../../proto/gen/longshore/v1/DrainWorkerRequest.ts";
import type { DrainWorkerResponse } from "../../../proto/gen/longshore/v1/DrainWorkerResponse.ts";
import type { ResumeWorkerRequest__Output } from "../../../proto/gen/longshore/v1/ResumeWorkerRequest.ts";
import type { ResumeWorkerResponse } from "../../../proto/gen/longshore/v1/ResumeWorkerResponse.ts";
import type { Deps } from "../deps.ts";
import { quoted } from "../violations.ts";
import { WORKER_ID } from "./scale-worker.ts";

/**
 * Has a worker take no more tasks. Resolves once it has answered. Throws FIELD_INVALID, WORKER_NOT_FOUND, WORKER_REFUSES,
 * BROKER_UNAVAILABLE.
 */
export async function drainWorker(
  { workerId }: DrainWorkerRequest__Output,
  deps: Pick<Deps, "connection">,
): Promise<DrainWorkerResponse> {
  return { running: await hold(workerId, true, deps) };
}

/** Has a worker take tasks again. Throws as `drainWorker` does. */
export async function resumeWorker(
  { workerId }: ResumeWorkerRequest__Output,
  deps: Pick<Deps, "connection">,
): Promise<ResumeWorkerResponse> {
  await hold(workerId, false, deps);
  return {};
}

async function hold(
  workerId: string,
  isHeld: boolean,
  { connection }: Pick<Deps, "connection">,
): Promise<number> {
  if (!WORKER_ID.test(workerId))
    throw invalidField("worker_id", `${quoted(workerId)} is no id of a worker: letters, digits, - and _`);
  if (!connection.isConnected())
    throw new LongshoreError("BROKER_UNAVAILABLE", { problem: "not connected to NATS" });
  const reply = await requestHold(connection, workerId, { isHeld });
  if (reply.kind === "no_worker") throw new LongshoreError("WORKER_NOT_FOUND", { worker_id: workerId });
  if (reply.kind === "refused")
    throw new LongshoreError("WORKER_REFUSES", { worker_id: workerId, problem: reply.problem });
  return reply.running;
}

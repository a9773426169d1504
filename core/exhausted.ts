import { type Carried, type DeliveryDecision, decideDelivery, type Fenced, workerLost } from "./delivery.ts";
import type { TaskError } from "./event.ts";
import { applyAllowed } from "./lifecycle.ts";
import type { TaskRecord } from "./task.ts";

/**
 * Decides over a message that will never be delivered again, because each worker that had it is gone. What a worker would
 * repair is repaired; what it would start is a failure for good: a task that takes its worker down with it must not take
 * down all of them.
 *
 * @param current what is stored; null when nothing is
 */
export function decideExhausted(
  carried: Carried,
  current: Fenced | null,
  nowMs: number,
): Exclude<DeliveryDecision, { readonly do: "start" }> {
  const decision = decideDelivery(carried, current, nowMs);
  if (decision.do !== "start") return decision;
  const { record } = current ?? carried;
  const error = record.state === "RUNNING" ? lostForGood(record) : neverStarted(record);
  const failed = applyAllowed(record, {
    type: "failed",
    time: new Date(nowMs).toISOString(),
    attempt: record.attempt,
    ...(record.worker !== undefined && { worker: record.worker }),
    reason: error.reason,
    error,
  });
  return { do: "end", from: { record: failed, sequence: decision.from.sequence } };
}

function lostForGood(record: TaskRecord): TaskError {
  const error = workerLost(record);
  return { ...error, message: `${error.message}, and the message has been handed out as often as it may be` };
}

function neverStarted({ attempt }: TaskRecord): TaskError {
  return {
    name: "DeliveriesUsedUp",
    message: `attempt ${attempt + 1} was handed out as often as it may be, and no worker recorded its start`,
    reason: "DELIVERIES_USED_UP",
  };
}

import { createRecord, type TaskRecord } from "../../../core/task.ts";
import {
  DELIVERY_OPTIONS,
  type Delivery,
  WEBHOOK_LABEL,
  WEBHOOK_QUEUE,
  WEBHOOK_TYPE,
} from "../../../core/webhook.ts";
import { webhookEvent } from "../../../core/webhook-event.ts";
import type { Published } from "../../../jetstream/publisher.ts";
import type { Records } from "../../../jetstream/records.ts";
import type { TaskQueue } from "../../../jetstream/task-queue.ts";
import { deliveryId } from "../../../runtime/webhook-signature.ts";
import { findTask } from "../find-task.ts";
import type { Wanted } from "./event-walk.ts";

/** How long one publish is tried, in milliseconds. */
const PUBLISH_MS = 5_000;

export interface DeliveryDeps {
  readonly records: Records;
  readonly queue: TaskQueue;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Submits the task that delivers an event, unless there is one: its id follows from webhook, task and event. Rejects when that
 * cannot be confirmed; then it may be done again.
 */
export async function submitDelivery(deps: DeliveryDeps, wanted: Wanted): Promise<void> {
  const task = deliveryOf(wanted, deps.nowMs());
  if ((await findTask(deps, task)) !== undefined) return;
  // Of two that come here at once the second one is dropped by the id of its message.
  const published = await new Promise<Published>((resolve) =>
    deps.queue.submit(task, resolve, Date.now() + PUBLISH_MS),
  );
  if (published.kind !== "stored") throw new Error(`a delivery was not stored: ${published.kind}`);
}

/** The task that delivers an event. */
function deliveryOf({ webhook, record, number, then }: Wanted, nowMs: number): TaskRecord {
  const id = deliveryId(webhook.id, record.id, number);
  const payload: Delivery = { webhook: webhook.id, body: webhookEvent(record, number, then.state) };
  return createRecord(
    {
      id,
      project: webhook.project,
      type: WEBHOOK_TYPE,
      queue: WEBHOOK_QUEUE,
      priority: "normal",
      labels: { [WEBHOOK_LABEL]: webhook.id },
      payload,
      options: DELIVERY_OPTIONS,
      traceId: id.replaceAll("-", ""),
    },
    Math.round(nowMs),
  );
}

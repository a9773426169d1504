import { encodeRecord } from "../../../core/codec.ts";
import { isTerminal } from "../../../core/lifecycle.ts";
import { createRecord, type TaskRecord } from "../../../core/task.ts";
import {
  DELIVERY_OPTIONS,
  type Delivery,
  WEBHOOK_LABEL,
  WEBHOOK_QUEUE,
  WEBHOOK_TYPE,
  type Webhook,
} from "../../../core/webhook.ts";
import { webhookTest } from "../../../core/webhook-event.ts";
import type { TestWebhookRequest__Output } from "../../../proto/gen/longshore/v1/TestWebhookRequest.ts";
import type { TestWebhookResponse } from "../../../proto/gen/longshore/v1/TestWebhookResponse.ts";
import { type Accepted, acceptNew } from "../accept-task.ts";
import type { Caller } from "../caller.ts";
import { answerBy, type Deps, giveUpAt } from "../deps.ts";
import { findWebhook } from "../find-webhook.ts";
import { observeTask } from "../observe-task.ts";
import { createTaskId } from "../task-id.ts";

/** How long the end of the delivery is waited for, in milliseconds. */
const WAIT_MS = 15_000;

/** Sends a test event once, and says what became of it. Throws WEBHOOK_NOT_FOUND, QUEUE_FULL, STORE_FULL, BROKER_UNAVAILABLE. */
export async function testWebhook(
  { webhookId }: TestWebhookRequest__Output,
  caller: Caller,
  deps: Deps,
): Promise<TestWebhookResponse> {
  const webhook = await findWebhook(deps, caller.project, webhookId);
  const record = testOf(webhook, deps.storeNowMs());
  await deps.room.look(record);
  const accepted = await new Promise<Accepted>((resolve) =>
    acceptNew(deps, { record, body: encodeRecord(record) }, giveUpAt(caller), resolve),
  );
  if (!accepted.ok) throw accepted.error;
  return describe(await waitForEnd(record, caller, deps));
}

function testOf({ id: webhook, project }: Webhook, nowMs: number): TaskRecord {
  const now = Math.round(nowMs);
  const id = createTaskId(now);
  const payload: Delivery = { webhook, body: webhookTest(webhook, new Date(now).toISOString()) };
  return createRecord(
    {
      id,
      project,
      type: WEBHOOK_TYPE,
      queue: WEBHOOK_QUEUE,
      priority: "high",
      labels: { [WEBHOOK_LABEL]: webhook },
      payload,
      options: { ...DELIVERY_OPTIONS, retry: { maxRetries: 0, backoffMs: [], jitter: "none" } },
      traceId: id.replaceAll("-", ""),
    },
    now,
  );
}

async function waitForEnd(record: TaskRecord, caller: Caller, deps: Deps): Promise<TaskRecord> {
  const waitMs = Math.max(0, Math.min(WAIT_MS, answerBy(caller) - Date.now()));
  const timeUp = AbortSignal.any([caller.signal, AbortSignal.timeout(waitMs)]);
  let last = record;
  for await (const found of observeTask(deps, record, timeUp)) {
    last = found?.record ?? last;
    if (isTerminal(last.state)) return last;
  }
  caller.signal.throwIfAborted();
  return last;
}

function describe({ id: taskId, state, result, error, attempt }: TaskRecord): TestWebhookResponse {
  if (state === "SUCCEEDED") {
    const { status = 0 } = (result ?? {}) as { readonly status?: number };
    return { taskId, delivered: true, status, problem: "" };
  }
  const waits =
    attempt === 0
      ? "no worker has taken it yet: one with --webhooks true delivers webhooks"
      : "the receiver has not answered yet";
  return { taskId, delivered: false, status: 0, problem: error?.message ?? waits };
}

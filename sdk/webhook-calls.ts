import type { CreateWebhookResponse__Output } from "../proto/gen/longshore/v1/CreateWebhookResponse.ts";
import type { ListWebhooksResponse__Output } from "../proto/gen/longshore/v1/ListWebhooksResponse.ts";
import type { TestWebhookResponse__Output } from "../proto/gen/longshore/v1/TestWebhookResponse.ts";
import type { Webhook__Output } from "../proto/gen/longshore/v1/Webhook.ts";
import type { CallOptions } from "./call-options.ts";
import { type Channel, call } from "./channel.ts";
import { readKnownTime, readTime } from "./read-time.ts";

/** Where events are sent to. */
export interface Webhook {
  readonly webhookId: string;
  readonly url: string;
  /** Which tasks; empty is all. */
  readonly filter: string;
  /** Whether every event is sent, and not only those that end a task. */
  readonly everyEvent: boolean;
  readonly label: string;
  readonly createTime: Date;
  /** The id of the key that made it. */
  readonly creator: string;
  /** Since when nothing is sent any more, because the receiver answered 410; absent while it is in force. */
  readonly disableTime?: Date;
}

/** What a webhook is to be sent. */
export interface WebhookOptions extends CallOptions {
  /** Only events after which the task matches. Default: all. */
  readonly filter?: string | undefined;
  /** Every event. Default: only those that end a task. */
  readonly everyEvent?: boolean | undefined;
  /** For people. */
  readonly label?: string | undefined;
}

/** What became of a test event. */
export interface WebhookTest {
  /** The task that delivers it. */
  readonly taskId: string;
  /** Whether the receiver has answered with a status from 200 to 299. */
  readonly delivered: boolean;
  /** That status; 0 when it has not been delivered. */
  readonly status: number;
  /** Why it has not been delivered. */
  readonly problem: string;
}

/** Has events sent to URLs. */
export interface WebhookCalls {
  /** Resolves with the webhook and what it signs with, which is not shown again. */
  createWebhook(
    url: string,
    options?: WebhookOptions,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string }>;
  /** Those of the project, the oldest first. */
  listWebhooks(options?: CallOptions): Promise<readonly Webhook[]>;
  deleteWebhook(webhookId: string, options?: CallOptions): Promise<void>;
  /** Sends a test event once, and waits for what becomes of it. */
  testWebhook(webhookId: string, options?: CallOptions): Promise<WebhookTest>;
}

/** How long such a call may take, in milliseconds. */
const CALL_MS = 30_000;

/** The calls about webhooks, over a channel. */
export function webhookCalls({ webhooks, metadata }: Channel): WebhookCalls {
  const within = (signal: AbortSignal | undefined) => ({ timeoutMs: CALL_MS, signal });
  return {
    async createWebhook(url, { filter = "", everyEvent = false, label = "", signal } = {}) {
      const request = { url, filter, everyEvent, label };
      const { webhook, secret } = await call<CreateWebhookResponse__Output>(
        (settings, done) => webhooks.CreateWebhook(request, metadata(), settings, done),
        within(signal),
      );
      if (webhook === null) throw new Error("the gateway has answered without a webhook");
      return { webhook: readWebhook(webhook), secret };
    },
    async listWebhooks({ signal } = {}) {
      const answer = await call<ListWebhooksResponse__Output>(
        (settings, done) => webhooks.ListWebhooks({}, metadata(), settings, done),
        within(signal),
      );
      return answer.webhooks.map(readWebhook);
    },
    async deleteWebhook(webhookId, { signal } = {}) {
      await call(
        (settings, done) => webhooks.DeleteWebhook({ webhookId }, metadata(), settings, done),
        within(signal),
      );
    },
    async testWebhook(webhookId, { signal } = {}) {
      const { taskId, delivered, status, problem } = await call<TestWebhookResponse__Output>(
        (settings, done) => webhooks.TestWebhook({ webhookId }, metadata(), settings, done),
        within(signal),
      );
      return { taskId, delivered, status, problem };
    },
  };
}

function readWebhook(webhook: Webhook__Output): Webhook {
  const { webhookId, url, filter, everyEvent, label, creator } = webhook;
  const disableTime = readTime(webhook.disableTime);
  const createTime = readKnownTime(webhook.createTime);
  return {
    webhookId,
    url,
    filter,
    everyEvent,
    label,
    creator,
    createTime,
    ...(disableTime !== undefined && { disableTime }),
  };
}

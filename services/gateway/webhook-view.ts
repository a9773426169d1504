import type { Webhook } from "../../core/webhook.ts";
import type { Webhook as ProtoWebhook } from "../../proto/gen/longshore/v1/Webhook.ts";
import { timestamp } from "./event-view.ts";

/** A webhook as the API shows it: without its secret. */
export function webhookToProto(webhook: Webhook): ProtoWebhook {
  const { id, url, filter, everyEvent, label, createdAt, by, disabledAt } = webhook;
  return {
    webhookId: id,
    url,
    filter,
    everyEvent,
    label,
    createTime: timestamp(createdAt),
    creator: by,
    ...(disabledAt !== undefined && { disableTime: timestamp(disabledAt) }),
  };
}

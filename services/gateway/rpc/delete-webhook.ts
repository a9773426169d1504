import { removeWebhook } from "../../../jetstream/webhooks.ts";
import type { DeleteWebhookRequest__Output } from "../../../proto/gen/longshore/v1/DeleteWebhookRequest.ts";
import type { DeleteWebhookResponse } from "../../../proto/gen/longshore/v1/DeleteWebhookResponse.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { findWebhook } from "../find-webhook.ts";
import { fromStore } from "../store-error.ts";

/** Ends a webhook. Throws WEBHOOK_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function deleteWebhook(
  { webhookId }: DeleteWebhookRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: Pick<Deps, "connection">,
): Promise<DeleteWebhookResponse> {
  const webhook = await findWebhook(deps, project, webhookId);
  await fromStore(removeWebhook(deps.connection, webhook));
  return {};
}

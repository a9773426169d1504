import { readWebhooks } from "../../../jetstream/webhooks.ts";
import type { ListWebhooksResponse } from "../../../proto/gen/longshore/v1/ListWebhooksResponse.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { fromStore } from "../store-error.ts";
import { webhookToProto } from "../webhook-view.ts";

/** Lists the webhooks of the caller's project, the oldest first. Throws BROKER_UNAVAILABLE. */
export async function listWebhooks(
  { project }: Pick<Caller, "project">,
  { connection }: Pick<Deps, "connection">,
): Promise<ListWebhooksResponse> {
  const webhooks = await fromStore(readWebhooks(connection, project));
  return { webhooks: webhooks.map(webhookToProto) };
}

import { LongshoreError } from "../../core/error.ts";
import { isWebhookId, type Webhook } from "../../core/webhook.ts";
import { readWebhook } from "../../jetstream/webhooks.ts";
import type { Deps } from "./deps.ts";
import { fromStore } from "./store-error.ts";
import { quoted } from "./violations.ts";

/** The webhook of a project that has this id. Throws WEBHOOK_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function findWebhook(
  { connection }: Pick<Deps, "connection">,
  project: string,
  id: string,
): Promise<Webhook> {
  const found = isWebhookId(id) ? await fromStore(readWebhook(connection, { project, id })) : undefined;
  if (found === undefined) throw new LongshoreError("WEBHOOK_NOT_FOUND", { webhook: quoted(id) });
  return found;
}

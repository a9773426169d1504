import { randomBytes } from "node:crypto";
import { invalidField } from "../../../core/error.ts";
import { MAX_WEBHOOKS, WEBHOOK_LABEL_MAX, type Webhook } from "../../../core/webhook.ts";
import { readWebhooks, writeWebhook } from "../../../jetstream/webhooks.ts";
import type { CreateWebhookRequest__Output } from "../../../proto/gen/longshore/v1/CreateWebhookRequest.ts";
import type { CreateWebhookResponse } from "../../../proto/gen/longshore/v1/CreateWebhookResponse.ts";
import { generateWebhookSecret } from "../../../runtime/webhook-signature.ts";
import { checkTarget } from "../../../runtime/webhook-target.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { readStream } from "../event-feed/event-feed.ts";
import { readFilter } from "../read-filter.ts";
import { fromStore } from "../store-error.ts";
import { quoted, Violations } from "../violations.ts";
import { webhookToProto } from "../webhook-view.ts";

/**
 * Has the events of the caller's project sent to a URL from now on. Throws FIELD_INVALID, FILTER_INVALID,
 * BROKER_UNAVAILABLE.
 */
export async function createWebhook(
  request: CreateWebhookRequest__Output,
  { project, keyId }: Pick<Caller, "project" | "keyId">,
  deps: Pick<Deps, "connection" | "storeClock" | "webhookRules">,
): Promise<CreateWebhookResponse> {
  const { url, filter, everyEvent, label } = request;
  readFilter(filter);
  const violations = new Violations();
  const target = checkTarget(url, deps.webhookRules);
  if (!target.ok) violations.add("url", `${quoted(url)}: ${target.problem}`);
  if (label.length > WEBHOOK_LABEL_MAX)
    violations.add("label", `${label.length} characters, at most ${WEBHOOK_LABEL_MAX} are allowed`);
  violations.throwIfAny();
  const others = await fromStore(readWebhooks(deps.connection, project));
  if (others.length >= MAX_WEBHOOKS)
    throw invalidField(
      "url",
      `the project has ${MAX_WEBHOOKS} webhooks, which is the most that is allowed: delete one, or widen the filter of one`,
    );
  const { epoch, last } = await fromStore(readStream(deps.connection));
  const webhook: Webhook = {
    version: 1,
    id: randomBytes(8).toString("hex"),
    project,
    url,
    filter,
    everyEvent,
    label,
    secret: generateWebhookSecret(),
    createdAt: new Date(deps.storeClock.nowMs()).toISOString(),
    by: keyId,
    after: { epoch, sequence: last },
  };
  await fromStore(writeWebhook(deps.connection, webhook));
  return { webhook: webhookToProto(webhook), secret: webhook.secret };
}

import { formatDuration } from "../../../core/duration.ts";
import {
  DELIVERY_OPTIONS,
  readDelivery,
  WEBHOOK_QUEUE,
  WEBHOOK_TYPE,
  type Webhook,
} from "../../../core/webhook.ts";
import { signatureHeaders } from "../../../runtime/webhook-signature.ts";
import type { TargetRules } from "../../../runtime/webhook-target.ts";
import { defineTask } from "../../../sdk/define-task.ts";
import type { HandlerTaskDefinition } from "../../../sdk/task-definition.ts";
import { NonRetryableError } from "../../../sdk/task-error.ts";
import { type Lookup, post } from "./post.ts";

/** What deliveries work with. */
export interface WebhookTaskDeps {
  /** Rejects when the store does not answer. */
  readonly find: (project: string, id: string) => Promise<Webhook | undefined>;
  /** Has nothing sent to it any more. */
  readonly disable: (webhook: Webhook) => Promise<void>;
  readonly rules: TargetRules;
  /** The clock of the store, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** The version of this program. */
  readonly version: string;
  /** Default: that of the system. */
  readonly lookup?: Lookup;
}

/** What a delivery that has arrived results in. */
export interface Delivered {
  /** The status of the answer. */
  readonly status: number;
}

/** Those that a later try may well change: see RFC 9110, 8470, 6585. */
const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** The receiver says that it wants nothing any more. */
const GONE = 410;

/** The task type that delivers one event to one webhook, signed. */
export function defineWebhookTask(deps: WebhookTaskDeps): HandlerTaskDefinition<unknown, Delivered> {
  const { retry, softLimitMs, hardLimitMs } = DELIVERY_OPTIONS;
  return defineTask<unknown, Delivered>({
    type: WEBHOOK_TYPE,
    description: "Delivers an event to a webhook",
    queue: WEBHOOK_QUEUE,
    pool: "inline",
    limits: { soft: formatDuration(softLimitMs), hard: formatDuration(hardLimitMs) },
    retry: {
      maxRetries: retry.maxRetries,
      backoff: retry.backoffMs.map(formatDuration),
      jitter: retry.jitter,
    },
    handler: (payload, { project, taskId, signal }) => deliver(deps, payload, { project, taskId, signal }),
  });
}

async function deliver(
  deps: WebhookTaskDeps,
  payload: unknown,
  {
    project,
    taskId,
    signal,
  }: { readonly project: string; readonly taskId: string; readonly signal: AbortSignal },
): Promise<Delivered> {
  const delivery = readDelivery(payload);
  if (delivery === undefined) throw new NonRetryableError("the payload is no delivery");
  const webhook = await deps.find(project, delivery.webhook);
  if (webhook === undefined) throw new NonRetryableError("the webhook has been deleted");
  if (webhook.disabledAt !== undefined)
    throw new NonRetryableError(
      `the webhook is disabled since ${webhook.disabledAt}: its receiver answered 410`,
    );
  const body = JSON.stringify(delivery.body);
  const posted = await post(webhook.url, body, {
    rules: deps.rules,
    headers: {
      "content-type": "application/json",
      "user-agent": `longshore/${deps.version}`,
      ...signatureHeaders(webhook.secret, taskId, deps.nowMs(), body),
    },
    signal,
    ...(deps.lookup !== undefined && { lookup: deps.lookup }),
  });
  if (posted.kind === "refused") throw new NonRetryableError(`not sent: ${posted.problem}`);
  if (posted.kind === "unanswered") throw new Error(posted.problem);
  const { status } = posted;
  if (status >= 200 && status < 300) return { status };
  if (status === GONE) await deps.disable(webhook);
  const problem = `the receiver answered ${status}`;
  if (status >= 300 && status < 400) throw new NonRetryableError(`${problem}: redirects are not followed`);
  if (status < 500 && !WORTH_ANOTHER_TRY.has(status)) throw new NonRetryableError(problem);
  throw new Error(problem);
}

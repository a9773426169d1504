import { parseJsonObject } from "./json-object.ts";
import type { TaskOptions } from "./task.ts";
import { TASK_TYPE_DEFAULTS } from "./task-type.ts";

/** The task type that delivers an event to a webhook. It is ours: nobody else submits tasks of it. */
export const WEBHOOK_TYPE = "longshore_webhook";

/** The queue that deliveries wait in. */
export const WEBHOOK_QUEUE = "longshore_webhooks";

/** How many webhooks a project may have. */
export const MAX_WEBHOOKS = 20;

/** How many characters the label of a webhook may have. */
export const WEBHOOK_LABEL_MAX = 100;

/** How long one try may take, in milliseconds. */
export const WEBHOOK_TRY_MS = 5_000;

/** The label of a delivery that names its webhook. */
export const WEBHOOK_LABEL = "webhook";

/** Eight tries within about 21 hours. Milliseconds. */
const BACKOFF_MS = [5_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 43_200_000];

/** What holds for every delivery. Milliseconds. */
export const DELIVERY_OPTIONS: TaskOptions = {
  retry: { maxRetries: BACKOFF_MS.length, backoffMs: BACKOFF_MS, jitter: "none" },
  softLimitMs: 3 * WEBHOOK_TRY_MS,
  hardLimitMs: 4 * WEBHOOK_TRY_MS,
  resultTtlMs: TASK_TYPE_DEFAULTS.resultTtlMs,
  failedTtlMs: TASK_TYPE_DEFAULTS.failedTtlMs,
};

/** Where the events of a project are sent to. */
export interface Webhook {
  /** The form of this entry; a reader leaves out what it does not know. */
  readonly version: 1;
  readonly id: string;
  readonly project: string;
  readonly url: string;
  /** Which tasks: the task as it was after the event must match. Empty: all. */
  readonly filter: string;
  /** Whether every event counts, and not only those that end a task. */
  readonly everyEvent: boolean;
  /** For people. */
  readonly label: string;
  /** `whsec_` and base64: what deliveries are signed with. */
  readonly secret: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The id of the key that made it. */
  readonly by: string;
  /** Only what was stored in EVENTS after this is told: when the stream was made (milliseconds since 1970), and a sequence of it. */
  readonly after: { readonly epoch: number; readonly sequence: number };
  /** Since when nothing is sent any more, because the receiver said that it is gone. RFC 3339. */
  readonly disabledAt?: string;
}

/** What a delivery has as its payload. */
export interface Delivery {
  /** The id of the webhook. */
  readonly webhook: string;
  /** What is sent, as it is sent. */
  readonly body: unknown;
}

/** The key of a webhook in its bucket. */
export function webhookKey({ project, id }: Pick<Webhook, "project" | "id">): string {
  return `${project}.${id}`;
}

/** Whether a text may be the id of a webhook. */
export function isWebhookId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** Reads a webhook; undefined when it is none, or of a version that this program does not know. */
export function decodeWebhook(text: string): Webhook | undefined {
  const value = parseJsonObject(text);
  if (value === undefined) return undefined;
  const { version, id, project, url, secret, filter, after } = value as Partial<
    Record<keyof Webhook, unknown>
  >;
  const isOurs =
    version === 1 &&
    [id, project, url, secret, filter].every((each) => typeof each === "string") &&
    typeof after === "object" &&
    after !== null;
  return isOurs ? (value as unknown as Webhook) : undefined;
}

/** Reads the payload of a delivery; undefined when it is none. */
export function readDelivery(payload: unknown): Delivery | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const { webhook, body } = payload as Partial<Delivery>;
  return typeof webhook === "string" && isWebhookId(webhook) && body !== undefined
    ? { webhook, body }
    : undefined;
}

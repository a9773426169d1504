import type { QueueSettings } from "../../core/queue-settings.ts";
import { changeQueueSettings } from "../../jetstream/queue-settings.ts";
import type { Queue } from "../../proto/gen/longshore/v1/Queue.ts";
import type { Caller } from "./caller.ts";
import type { Deps } from "./deps.ts";
import { checkQueue, describeQueue, orUnavailable, readServing } from "./queue-view.ts";
import { writeAudit } from "./write-audit.ts";

/** What is to become of the settings of a queue, and how the audit calls it. */
export interface QueueChange {
  readonly action: "queue_paused" | "queue_resumed" | "queue_updated";
  readonly change: (before: QueueSettings) => QueueSettings;
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * Changes the settings of a queue, keeps that in the audit, and resolves with the queue as it is then. Throws QUEUE_NOT_FOUND,
 * BROKER_UNAVAILABLE.
 */
export async function changeQueue(
  queue: string,
  { action, change, detail }: QueueChange,
  { project, keyId }: Pick<Caller, "project" | "keyId">,
  deps: Deps,
): Promise<Queue> {
  checkQueue(queue, deps.types);
  const after = await orUnavailable(() => changeQueueSettings(deps.connection, queue, change));
  writeAudit({ project, action, by: keyId, detail: { queue, ...detail } }, deps);
  return describeQueue(queue, after, await readServing(deps.connection), deps);
}

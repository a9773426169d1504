import type { QueueSettings } from "../../core/queue-settings.ts";
import { changeQueueSettings } from "../../jetstream/queue-settings.ts";
import type { Queue } from "../../proto/gen/longshore/v1/Queue.ts";
import type { Deps } from "./deps.ts";
import { checkQueue, describeQueue, orUnavailable, readServing } from "./queue-view.ts";

/** Changes the settings of a queue, and resolves with the queue as it is then. Throws QUEUE_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function changeQueue(
  queue: string,
  change: (before: QueueSettings) => QueueSettings,
  deps: Deps,
): Promise<Queue> {
  checkQueue(queue, deps.types);
  const after = await orUnavailable(() => changeQueueSettings(deps.connection, queue, change));
  return describeQueue(queue, after, await readServing(deps.connection), deps);
}

import type { GetQueueRequest__Output } from "../../../proto/gen/longshore/v1/GetQueueRequest.ts";
import type { Queue } from "../../../proto/gen/longshore/v1/Queue.ts";
import { checkQueue, describeQueue, type QueueViewDeps, readServing } from "../queue-view.ts";

/** Shows one queue. Throws QUEUE_NOT_FOUND, BROKER_UNAVAILABLE. */
export async function getQueue({ queue }: GetQueueRequest__Output, deps: QueueViewDeps): Promise<Queue> {
  checkQueue(queue, deps.types);
  return describeQueue(queue, deps.queueSettings.get(queue), await readServing(deps.connection), deps);
}

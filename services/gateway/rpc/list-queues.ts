import type { ListQueuesResponse } from "../../../proto/gen/longshore/v1/ListQueuesResponse.ts";
import { describeQueue, type QueueViewDeps, readServing } from "../queue-view.ts";

/** Lists all queues, by name. Throws BROKER_UNAVAILABLE. */
export async function listQueues(deps: QueueViewDeps): Promise<ListQueuesResponse> {
  const serving = await readServing(deps.connection);
  const names = deps.types.everyQueue().toSorted();
  const describe = (name: string) => describeQueue(name, deps.queueSettings.get(name), serving, deps);
  return { queues: await Promise.all(names.map(describe)) };
}

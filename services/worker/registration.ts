import { BUCKETS } from "../../core/subject.ts";
import type { TaskType } from "../../core/task-type.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { provisionQueue } from "../../jetstream/provision.ts";
import type { TopologySettings } from "../../jetstream/topology.ts";
import { type WatchedBucket, watchBucket } from "../../jetstream/watched-bucket.ts";
import type { Log } from "../../runtime/log.ts";

/**
 * Makes this worker's task types known: their queues get consumers, their definitions go where the gateway reads them. A
 * type that another worker has registered differently is replaced, with a warning: the last one to start counts.
 */
export async function registerTypes(
  connection: Connection,
  topology: TopologySettings,
  types: readonly TaskType[],
  log: Log,
): Promise<void> {
  for (const queue of new Set(types.map((type) => type.queue))) {
    const { drift } = await provisionQueue(connection, topology, queue);
    for (const { object, field, declared, found } of drift.filter(({ corrected }) => !corrected))
      log.warn(
        { object, field, declared, found },
        "this consumer is not as declared, and cannot be changed from here",
      );
  }
  const bucket = await watchBucket<TaskType>(connection, BUCKETS.taskTypes);
  try {
    for (const type of types) await register(bucket, type, log);
  } finally {
    bucket.stop();
  }
}

async function register(bucket: WatchedBucket<TaskType>, type: TaskType, log: Log): Promise<void> {
  const known = bucket.get(type.type);
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(type)) return;
  if (known !== undefined)
    log.warn(
      { task_type: type.type },
      "this task type was registered differently; this definition replaces it",
    );
  await bucket.put(type.type, type);
}

import { durableName, STREAMS } from "../core/subject.ts";
import { PRIORITIES } from "../core/task.ts";
import type { Connection } from "./connection.ts";

/**
 * How many tasks of a queue wait that no worker holds, over all priorities. One request a priority: not for a hot path.
 * Rejects when JetStream does not answer, or when the queue has no consumers.
 */
export async function countWaiting(connection: Connection, queue: string): Promise<number> {
  const infos = await Promise.all(
    PRIORITIES.map((priority) => connection.jsm.consumers.info(STREAMS.tasks, durableName(queue, priority))),
  );
  return infos.reduce((sum, { num_pending }) => sum + num_pending, 0);
}

import { parseQueueFilter, STREAMS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";

/**
 * The queues that have consumers, now or from earlier: tasks may wait in any of them. Rejects when JetStream does not
 * answer.
 */
export async function listQueueNames(connection: Connection): Promise<ReadonlySet<string>> {
  const queues = new Set<string>();
  for await (const { config } of connection.jsm.consumers.list(STREAMS.tasks)) {
    const queue = parseQueueFilter(config.filter_subject ?? "");
    if (queue !== undefined) queues.add(queue);
  }
  return queues;
}

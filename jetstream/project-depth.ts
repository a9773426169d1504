import { projectFilters, STREAMS } from "../core/subject.ts";
import { getBatch } from "./batch-get.ts";
import type { Connection } from "./connection.ts";

/**
 * How many tasks of a project have not ended: those in line, those that workers hold, and those that are due later. Two
 * requests, whatever the number of tasks. Rejects when JetStream does not answer.
 */
export async function countQueued(connection: Connection, project: string): Promise<number> {
  const { waiting, delayed } = projectFilters(project);
  const counts = await Promise.all([countOf(connection, waiting), countOf(connection, delayed)]);
  return counts[0] + counts[1];
}

/** The first message tells how many come after it. */
async function countOf(connection: Connection, filter: string): Promise<number> {
  const batch = await getBatch(connection, STREAMS.tasks, { filter, fromSequence: 1, messages: 1, bytes: 1 });
  if (!batch.ok) throw new Error(batch.problem);
  const [first] = batch.messages;
  return first === undefined ? 0 : first.pending + 1;
}

import type { TaskKey } from "../../core/subject.ts";
import type { Records, StoredRecord } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";

/**
 * Finds a task: its record, else where it waits, else its record again, because it may have started in between. The sequence
 * is 0 for one that only waits so far. Undefined when there is none; rejects when the store does not answer.
 */
export async function findTask(
  { records, queue }: { readonly records: Records; readonly queue: TaskQueue },
  key: TaskKey,
): Promise<StoredRecord | undefined> {
  const recorded = await readRecord(records, key);
  if (recorded !== undefined) return recorded;
  const waiting = await queue.findAllWaiting(key.project, [key.id]);
  if (!waiting.ok) throw new Error(`the queue is not readable: ${waiting.problem}`);
  const found = waiting.stored.get(key.id);
  return found === undefined ? readRecord(records, key) : { record: found.record, sequence: 0 };
}

async function readRecord(records: Records, key: TaskKey): Promise<StoredRecord | undefined> {
  const read = await records.read(key);
  if (!read.ok) throw new Error(`record not readable: ${read.problem}`);
  return read.stored;
}

import type { StoredRecord } from "../../jetstream/records.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";

/** Puts a task that has a record back in line, at once or when it is due. Rejects when that cannot be confirmed. */
export function putInLine(queue: TaskQueue, stored: StoredRecord): Promise<void> {
  return new Promise((resolve, reject) => {
    queue.requeue(stored, (published) => {
      if (published.kind === "stored") resolve();
      else reject(new Error(`not put in line: ${published.kind}`));
    });
  });
}

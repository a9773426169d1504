import type { TaskRecord } from "../../core/task.ts";
import type { Deps } from "./deps.ts";

/** Removes the message of a task that was cancelled before it ran. Resolves when that is done, or cannot be; never rejects. */
export async function takeOutOfLine(record: TaskRecord, deps: Pick<Deps, "queue" | "log">): Promise<void> {
  try {
    await deps.queue.remove(record);
  } catch (error) {
    // Safe to leave: whoever is handed the message finds the task cancelled and drops it.
    deps.log.warn({ task_id: record.id, err: error }, "the message of a cancelled task stays in line");
  }
}

import type { TaskPlace } from "../../core/subject.ts";
import type { Deps } from "./deps.ts";

/**
 * Removes the messages of a task that are older than its record. Resolves when that is done, or cannot be; never rejects.
 *
 * @param place where the task has waited so far
 * @param sequence that of its record
 */
export async function takeOutOfLine(
  place: TaskPlace,
  sequence: number,
  deps: Pick<Deps, "queue" | "log">,
): Promise<void> {
  const removed = await deps.queue.removeOlder(place, sequence);
  // Safe to leave: whoever is handed the message finds the record newer than it, and goes by that.
  if (!removed.ok) {
    const { problem } = removed;
    deps.log.warn({ task_id: place.id, problem }, "a message that counts no more stays in line");
  }
}

import { LongshoreError } from "../../core/error.ts";
import type { TaskKey } from "../../core/subject.ts";
import { type FoundTask, getTask, type TaskPlaces } from "./find-task.ts";

/** How often a decision is made anew when somebody else changes the task in between. */
const TRIES = 5;

/**
 * Reads a task and acts on it, anew for as long as somebody else was first. Throws TASK_NOT_FOUND, CONFLICT, and what `act`
 * throws.
 *
 * @param act resolves with undefined when the task has changed since it was read
 * @param first the task as somebody has just read it: then it is not read before the first try
 */
export async function decideAnew<T>(
  key: TaskKey,
  places: TaskPlaces,
  giveUpAt: number,
  act: (found: FoundTask) => Promise<T | undefined>,
  first?: FoundTask,
): Promise<T> {
  for (let i = 0; i < TRIES; i++) {
    const found = i === 0 && first !== undefined ? first : await getTask(places, key, giveUpAt);
    const done = await act(found);
    if (done !== undefined) return done;
  }
  throw new LongshoreError("CONFLICT", { task_id: key.id });
}

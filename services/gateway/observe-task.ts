import type { TaskKey } from "../../core/subject.ts";
import { watchChanges } from "../../jetstream/changes.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { Bell } from "./bell.ts";
import { type FoundTask, findTask, type TaskPlaces } from "./find-task.ts";

/**
 * Gives a task as it is now, and again whenever it may have changed; undefined when there is none (any more). Changes that
 * come while it is being read are read together, afterwards: one read at a time. While NATS is away it waits.
 *
 * Ends when `signal` aborts, and cleans up when the loop over it is left.
 */
export async function* observeTask(
  places: TaskPlaces & { readonly connection: Connection },
  key: TaskKey,
  signal: AbortSignal,
): AsyncGenerator<FoundTask | undefined, void> {
  const bell = new Bell();
  const ring = () => bell.ring();
  const stopWatching = watchChanges(places.connection, key, ring);
  signal.addEventListener("abort", ring);
  try {
    for (ring(); ; ) {
      await bell.rung();
      if (signal.aborted) return;
      const found = await readWhenPossible(places, key, signal);
      if (found !== "aborted") yield found;
    }
  } finally {
    signal.removeEventListener("abort", ring);
    stopWatching();
  }
}

async function readWhenPossible(
  places: TaskPlaces,
  key: TaskKey,
  signal: AbortSignal,
): Promise<FoundTask | undefined | "aborted"> {
  try {
    return await findTask(places, key, Number.POSITIVE_INFINITY, signal);
  } catch (error) {
    if (signal.aborted) return "aborted";
    throw error;
  }
}

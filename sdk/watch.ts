import type { Channel } from "./channel.ts";
import { resumedStream } from "./resumed-stream.ts";
import { readEvent, type TaskEvent } from "./task.ts";

export interface WatchOptions {
  /** The number of the last event that is known already. Default 0: from the beginning. */
  readonly afterEvent?: number;
  /** Ends the watch: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Every event of a task once, in order, until the final one; goes on after the last one when the stream breaks. */
export function watch(
  channel: Channel,
  taskId: string,
  { afterEvent = 0, signal }: WatchOptions,
  isPatient: boolean,
): AsyncIterable<TaskEvent> {
  return resumedStream(
    (last) =>
      channel.standing.WatchTask(
        { taskId, afterEvent: Math.max(afterEvent, last?.number ?? 0) },
        channel.metadata(),
      ),
    readEvent,
    signal,
    isPatient,
  );
}

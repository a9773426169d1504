import type { Channel } from "./channel.ts";
import { readLogLine, type TaskLogLine } from "./log-line.ts";
import { resumedStream } from "./resumed-stream.ts";

export interface TailOptions {
  /** Only the lines of this attempt, from 1. Default: of all attempts. */
  readonly attempt?: number;
  /** Whether to go on until the task has ended, or the attempt when one is given. Default: only what there is. */
  readonly follow?: boolean;
  /** With how many of the last lines to begin, 0 to 100,000. Default 1,000. */
  readonly tail?: number;
  /** The number of the last line that is known already: begin after it, whatever `tail` says. */
  readonly afterNumber?: number;
  /** Ends the call: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The lines of a task's log, in order; goes on after the last one when the stream breaks. */
export function tailLogs(
  channel: Channel,
  taskId: string,
  { attempt = 0, follow = false, tail, afterNumber = 0, signal }: TailOptions,
  isPatient: boolean,
): AsyncIterable<TaskLogLine> {
  const request = { taskId, attempt, follow, ...(tail !== undefined && { tail }) };
  return resumedStream(
    (last) =>
      channel.standing.TailTaskLogs(
        { ...request, afterNumber: last?.number ?? afterNumber },
        channel.metadata(),
      ),
    readLogLine,
    signal,
    isPatient,
  );
}

import type * as grpc from "@grpc/grpc-js";
import { apiErrorFrom } from "./api-error.ts";
import type { Channel } from "./channel.ts";
import { createOutage, pause } from "./outage.ts";
import { readEvent, type TaskEvent } from "./task.ts";

export interface WatchOptions {
  /** The number of the last event that is known already. Default 0: from the beginning. */
  readonly afterEvent?: number;
  /** Ends the watch: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** A stream that stood for so long was a working one, even if nothing happened to the task meanwhile. */
const STEADY_MS = 5_000;

/**
 * Every event of a task once, in order, until the final one. When the stream breaks (UNAVAILABLE: the gateway or its
 * store restarts) it is opened again after the last event that has come; a minute without success ends the watch with
 * that error. A gateway that cannot be reached at the very beginning is an error at once.
 */
export async function* watch(
  channel: Channel,
  taskId: string,
  { afterEvent = 0, signal }: WatchOptions,
): AsyncGenerator<TaskEvent, void, undefined> {
  const outage = createOutage();
  let last = afterEvent;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const openedAt = performance.now();
    const stream = channel.tasks.WatchTask({ taskId, afterEvent: last }, channel.metadata());
    const abort = () => stream.cancel();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      for await (const message of stream) {
        const event = readEvent(message);
        last = Math.max(last, event.number);
        pauseMs = FIRST_PAUSE_MS;
        outage.end();
        yield event;
      }
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (performance.now() - openedAt > STEADY_MS) outage.end();
      const failure = withDetails(error);
      if (!outage.canSitOut(failure)) throw failure;
    } finally {
      signal?.removeEventListener("abort", abort);
      // A reader that stops early leaves a stream that would go on for ever.
      stream.cancel();
    }
    await pause(pauseMs, signal);
  }
}

/** What gRPC throws, as the error of the API that it carries. Anything else is left as it is. */
function withDetails(error: unknown): unknown {
  const isServiceError = error instanceof Error && "code" in error && "metadata" in error;
  return isServiceError ? apiErrorFrom(error as grpc.ServiceError) : error;
}

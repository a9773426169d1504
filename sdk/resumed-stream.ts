import type * as grpc from "@grpc/grpc-js";
import { createOutage, pause } from "./outage.ts";
import { apiErrorFrom } from "./read-api-error.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** A stream that stood for so long was a working one, even if nothing came of it meanwhile. */
const STEADY_MS = 5_000;

/**
 * Everything that a stream of the gateway brings, until it ends well. When it breaks (UNAVAILABLE: the gateway or its store
 * restarts) it is opened again; a minute without success ends the iteration with that error. A gateway that cannot be
 * reached at the very beginning is an error at once. When `signal` aborts, the iteration throws its reason.
 *
 * @param open opens the stream after the last item that was given out; undefined the first time
 * @param isPatient whether a gateway that cannot be reached at the very beginning is waited for as well
 */
export async function* resumedStream<Message, Item>(
  open: (last: Item | undefined) => grpc.ClientReadableStream<Message>,
  read: (message: Message) => Item,
  signal: AbortSignal | undefined,
  isPatient = false,
): AsyncGenerator<Item, void, undefined> {
  const outage = createOutage(isPatient);
  let last: Item | undefined;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const openedAt = performance.now();
    const stream = open(last);
    const abort = () => stream.cancel();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      for await (const message of stream as AsyncIterable<Message>) {
        last = read(message);
        pauseMs = FIRST_PAUSE_MS;
        outage.end();
        yield last;
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

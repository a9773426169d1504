import { changedSubject, type TaskKey } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { listen } from "./listen.ts";

/** A hint may be lost; a reader that waits for one looks again after so long, in milliseconds. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Calls back whenever the record of a task may have changed: after each stored event, after a reconnect, and now and
 * then. What changed, the record says; a hint carries nothing. Ends when the returned function is called.
 */
export function watchChanges(connection: Connection, key: TaskKey, onHint: () => void): () => void {
  const stopHints = listen(connection.nc, changedSubject(key), onHint);
  const stopListening = connection.onReconnect(onHint);
  const timer = setInterval(onHint, LOOK_AGAIN_MS);
  return () => {
    clearInterval(timer);
    stopListening();
    stopHints();
  };
}

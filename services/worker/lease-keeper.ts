import type { Connection } from "../../jetstream/connection.ts";
import type { HeldTask } from "./running-task.ts";

/**
 * Extends the lease of every held task three times in its length, from the worker's own process: a handler that blocks its
 * event loop loses nothing. After a reconnect all are extended at once. Ends when the returned function is called.
 */
export function keepLeases(
  connection: Connection,
  leaseMs: number,
  held: () => Iterable<HeldTask>,
): () => void {
  const extendAll = () => {
    if (!connection.isConnected()) return;
    for (const { delivery } of held()) delivery.extend();
  };
  const timer = setInterval(extendAll, leaseMs / 3);
  const stopListening = connection.onReconnect(extendAll);
  return () => {
    clearInterval(timer);
    stopListening();
  };
}

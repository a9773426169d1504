import type { WorkerHeartbeat } from "../../core/worker-heartbeat.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { removeHeartbeat, writeHeartbeat } from "../../jetstream/workers.ts";

export interface Heartbeat {
  /** Says at once how the worker is: to be called when its state has changed. */
  beat(): void;
  /** Says no more, and takes the worker off the list. */
  stop(): Promise<void>;
}

/**
 * Says how a worker is, now, every `everyMs` milliseconds and after a reconnect.
 *
 * @param compose what there is to say at this moment
 */
export function startHeartbeat(
  connection: Connection,
  everyMs: number,
  compose: () => WorkerHeartbeat,
): Heartbeat {
  const beat = () => writeHeartbeat(connection, compose());
  const timer = setInterval(beat, everyMs);
  const stopListening = connection.onReconnect(beat);
  beat();
  return {
    beat,
    async stop() {
      clearInterval(timer);
      stopListening();
      await removeHeartbeat(connection, compose().id);
    },
  };
}

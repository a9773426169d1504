import { messageOf } from "../../core/message-of.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { readStoreStatus, type StoreStatus } from "../../jetstream/store-status.ts";
import { readWorkers, type SeenWorker } from "../../jetstream/workers.ts";
import type { Log } from "../../runtime/log.ts";

/** How often is looked, in milliseconds. */
const LOOK_MS = 5_000;

/** What is around the tasks: who works, and how full the store is. */
export interface Surroundings {
  readonly workers: readonly SeenWorker[];
  readonly store: StoreStatus;
  /** When that was, in milliseconds since 1970; 0 is never. */
  readonly atMs: number;
}

export interface WatchedSurroundings {
  /** As they were at the last look. */
  current(): Surroundings;
  stop(): void;
}

/** Looks at workers and store every few seconds, until it is stopped. While NATS is away the last look stands. */
export async function watchSurroundings(connection: Connection, log: Log): Promise<WatchedSurroundings> {
  let current: Surroundings = { workers: [], store: { streams: [], consumers: [], offline: [] }, atMs: 0 };
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || !connection.isConnected()) return;
    isLooking = true;
    try {
      const [read, store] = await Promise.all([readWorkers(connection), readStoreStatus(connection)]);
      if (read.ok) current = { workers: read.workers, store, atMs: Date.now() };
    } catch (error) {
      log.debug({ problem: messageOf(error) }, "workers and store cannot be looked at");
    } finally {
      isLooking = false;
    }
  };
  await look();
  const timer = setInterval(() => void look(), LOOK_MS);
  return { current: () => current, stop: () => clearInterval(timer) };
}

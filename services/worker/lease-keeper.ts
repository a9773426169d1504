import type { Connection } from "../../jetstream/connection.ts";
import type { HeldTask } from "./held-tasks.ts";

/** How often this process looks whether it has stood still, in milliseconds. */
const TICK_MS = 100;

export interface LeaseDuties {
  readonly leaseMs: number;
  readonly held: () => Iterable<HeldTask>;
  /** This process has stood still for longer than a lease: what it held may run elsewhere. */
  readonly onStoodStill: () => void;
  /** NATS is back after longer than a lease: what was held may have been given to others meanwhile. */
  readonly onBackAfterLong: () => void;
}

/**
 * Extends the lease of every held task three times in its length, from the worker's own process: a handler that blocks its
 * event loop loses nothing. After a reconnect all are extended at once. A process that was stopped, or whose loop was blocked,
 * for longer than a lease says so at once when it goes on. Ends when the returned function is called.
 */
export function keepLeases(connection: Connection, duties: LeaseDuties): () => void {
  const extendAll = () => {
    if (!connection.isConnected()) return;
    for (const { delivery } of duties.held()) delivery.extend();
  };
  let lostAt = Number.POSITIVE_INFINITY;
  /** When leases were last extended, or would have been: what the server counts from. */
  let beatAt = performance.now();
  const tick = () => {
    if (performance.now() - beatAt <= duties.leaseMs) return;
    beatAt = performance.now();
    duties.onStoodStill();
  };
  const beat = () => {
    // First of all: extending now would extend the lease of whoever has the task by now.
    tick();
    beatAt = performance.now();
    extendAll();
  };
  const timers = [setInterval(beat, duties.leaseMs / 3), setInterval(tick, TICK_MS)];
  const endings = [
    connection.onDisconnect(() => {
      lostAt = Math.min(lostAt, performance.now());
    }),
    connection.onReconnect(() => {
      extendAll();
      if (performance.now() - lostAt > duties.leaseMs) duties.onBackAfterLong();
      lostAt = Number.POSITIVE_INFINITY;
    }),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
    for (const end of endings) end();
  };
}

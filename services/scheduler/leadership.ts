import { SCHEDULER_LEASE } from "../../core/subject.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { type Lease, seekLease } from "../../jetstream/lease.ts";
import type { Log } from "../../runtime/log.ts";
import type { Duty } from "./duty.ts";

export interface Leadership {
  /** Whether this scheduler leads at this very moment. */
  isLeader(): boolean;
  /** Lays the duties down, then gives the lease up. */
  stop(): Promise<void>;
}

/**
 * Lets one scheduler of all lead: it takes up the duties when it becomes leader and lays them down when it is no longer.
 * While a process is frozen past its lease another one leads; so every duty is safe to be done by two.
 */
export async function seekLeadership(
  connection: Connection,
  {
    instance,
    duties,
    log,
  }: { readonly instance: string; readonly duties: readonly Duty[]; readonly log: Log },
): Promise<Leadership> {
  let endings: (() => void | Promise<void>)[] = [];
  let isStopping = false;
  let layingDown: Promise<unknown> = Promise.resolve();
  const layDown = () => {
    const ended = endings.map(async (end) => end());
    endings = [];
    layingDown = Promise.allSettled([layingDown, ...ended]);
  };
  const lease: Lease = await seekLease(connection, {
    name: SCHEDULER_LEASE,
    holder: instance,
    onGained() {
      if (isStopping) return;
      log.info("this scheduler leads");
      endings = duties.map((duty) => duty.begin());
    },
    onLost(why) {
      if (!isStopping) log.warn({ why }, "this scheduler does not lead any more");
      layDown();
    },
  });
  return {
    isLeader: () => lease.isHeld(),
    async stop() {
      isStopping = true;
      layDown();
      await layingDown;
      await lease.stop();
    },
  };
}

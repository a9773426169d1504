import { SCHEDULER_LEASE, STREAMS } from "../../core/subject.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { LEASE_LAPSES_MS, readLease } from "../../jetstream/lease.ts";
import { serverClockOffset } from "../../jetstream/server-clock.ts";
import { type Finding, ok, warn } from "./finding.ts";

/** Whether a scheduler leads. Says nothing when none does and there is no task that could need one. */
export async function checkLeader(connection: Connection): Promise<readonly Finding[]> {
  const offsetMs = await serverClockOffset(connection);
  if (offsetMs === undefined) return [];
  const lease = await readLease(connection, SCHEDULER_LEASE);
  const isHeld = lease !== undefined && Date.now() + offsetMs - lease.renewedAt.getTime() < LEASE_LAPSES_MS;
  if (isHeld) return [ok("leader", `${lease.holder} leads the schedulers`)];
  // A message stays in line until its task has ended.
  const { messages } = (await connection.jsm.streams.info(STREAMS.tasks)).state;
  if (messages === 0) return [];
  return [
    warn(
      "leader",
      `no scheduler leads, tasks that wait or run: ${messages}; running ones are not stopped when they are cancelled`,
      "Start one: longshore scheduler. If one runs, see its log: it takes the lead within 10 s.",
    ),
  ];
}

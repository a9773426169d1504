import { isPausedAt } from "../../core/queue-settings.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { countWaiting } from "../../jetstream/queue-depth.ts";
import { listQueueNames } from "../../jetstream/queue-names.ts";
import { readQueueSettings } from "../../jetstream/queue-settings.ts";
import { serverClockOffset } from "../../jetstream/server-clock.ts";
import { readWorkers } from "../../jetstream/workers.ts";
import { type Finding, warn } from "./finding.ts";

/** Looks for tasks that wait where nobody takes them. Says nothing of queues that are empty, or served. */
export async function checkQueues(connection: Connection): Promise<readonly Finding[]> {
  const seen = await readWorkers(connection);
  if (!seen.ok) return [];
  const working = seen.workers.filter(({ heartbeat }) => heartbeat.state !== "draining");
  const served = new Set(working.flatMap(({ heartbeat }) => heartbeat.queues));
  const findings: Finding[] = [];
  for (const queue of [...(await listQueueNames(connection))].sort()) {
    const waiting = await countWaiting(connection, queue);
    if (waiting === 0) continue;
    const isPaused = isPausedAt(await readQueueSettings(connection, queue), await serverTime(connection));
    if (isPaused)
      findings.push(
        warn(
          "queue",
          `${queue} is paused, tasks that wait: ${waiting}`,
          `Let it go on: longshore queue resume ${queue}`,
        ),
      );
    else if (!served.has(queue)) {
      const remedy = "Start a worker with the types of that queue: longshore worker --tasks module.ts";
      findings.push(warn("queue", `${queue} has no worker, tasks that wait: ${waiting}`, remedy));
    }
  }
  return findings;
}

async function serverTime(connection: Connection): Promise<number> {
  return Date.now() + ((await serverClockOffset(connection)) ?? 0);
}

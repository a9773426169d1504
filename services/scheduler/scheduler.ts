import { hostname } from "node:os";
import { type FollowingAdvisories, followAdvisories } from "../../jetstream/advisories.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { createPublisher } from "../../jetstream/create-publisher.ts";
import { type Following, followEvents } from "../../jetstream/event-follower.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { Records } from "../../jetstream/records.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import { type HealthServer, startHealthServer } from "../../runtime/health-server.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { repairExhausted } from "./exhausted-messages.ts";
import type { SchedulerSettings } from "./settings.ts";

export interface SchedulerDeps {
  readonly connection: Connection;
  readonly settings: SchedulerSettings;
  readonly log: Log;
  /** A semantic version. */
  readonly version: string;
  /** Unique per process. */
  readonly instance: string;
}

export interface Scheduler extends Service {
  /** Where `/healthz` and `/readyz` are; undefined while it is not started, or when no address is set. */
  readonly port: number | undefined;
}

/**
 * The scheduler: ends or repairs tasks whose message ran out of deliveries, because all workers that had it are gone. It
 * also reads every event there is and follows, which so far tells only whether it keeps up. Any number of schedulers may
 * run. Starting rejects when the store is not provisioned or the port is taken.
 */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { connection, settings, log, version, instance } = deps;
  const endings: (() => void)[] = [];
  let following: Following | undefined;
  let repairing: FollowingAdvisories | undefined;
  let health: HealthServer | undefined;

  function problems(): string[] {
    if (following === undefined) return ["not started"];
    const problem = repairing?.problem();
    return [...following.problems(), ...(problem === undefined ? [] : [problem])];
  }

  async function start(): Promise<void> {
    following = await followEvents(connection, {
      afterSequence: 0,
      onRecord: () => undefined,
      onProblem: (problem) => log.error({ problem }, "an event that cannot be read was passed over"),
    });
    const publisher = createPublisher(connection, settings.durability);
    endings.push(() => publisher.stop());
    const records = new Records(connection, publisher);
    const queue = new TaskQueue(connection, publisher);
    repairing = await followAdvisories(
      connection,
      (messageSequence) => repairExhausted({ connection, records, queue, log }, messageSequence),
      (problem) => log.error({ problem }, "a dead message could not be repaired; tried again in 30 s"),
    );
    const service = {
      name: "longshore-scheduler",
      id: instance,
      version,
      description: "Repairs tasks whose workers are gone",
      metadata: { host: hostname(), pid: String(process.pid) },
    };
    endings.push(registerMicroService(connection, service, new Date()));
    if (settings.schedulerHealthAddress !== undefined) {
      health = await startHealthServer(
        settings.schedulerHealthAddress,
        problems,
        "LONGSHORE_SCHEDULER_HEALTH_ADDRESS",
      );
    }
    log.info({ ...(health !== undefined && { port: health.port }) }, "scheduler started");
  }

  async function stop(): Promise<void> {
    // A repair under way gets its answers, and is not tried again when none comes: the advisory will be.
    const repairsEnded = repairing?.stop();
    for (const end of endings.splice(0)) end();
    await repairsEnded;
    await health?.stop();
    await following?.stop();
    health = undefined;
    repairing = undefined;
    following = undefined;
  }

  return {
    name: "scheduler",
    get port() {
      return health?.port;
    },
    problems,
    async start() {
      if (following !== undefined) return;
      try {
        await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
  };
}

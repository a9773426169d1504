import { hostname } from "node:os";
import type { Connection } from "../../jetstream/connection.ts";
import { type Following, followEvents } from "../../jetstream/event-follower.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { type HealthServer, startHealthServer } from "../../runtime/health-server.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import type { SchedulerSettings } from "./settings.ts";

export interface SchedulerDependencies {
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
 * The scheduler: reads every event there is, then follows. So far that tells only whether it could do its work. Any number
 * of schedulers may run. Starting rejects when EVENTS is not there or the port is taken.
 */
export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { connection, settings, log, version, instance } = dependencies;
  const endings: (() => void)[] = [];
  let following: Following | undefined;
  let health: HealthServer | undefined;

  const problems = () => following?.problems() ?? ["not started"];

  async function start(): Promise<void> {
    following = await followEvents(connection, {
      afterSequence: 0,
      onRecord: () => undefined,
      onProblem: (problem) => log.error({ problem }, "an event that cannot be read was passed over"),
    });
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
    for (const end of endings.splice(0)) end();
    await health?.stop();
    await following?.stop();
    health = undefined;
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

import { hostname } from "node:os";
import type { Connection } from "../../jetstream/connection.ts";
import { type Following, followEvents } from "../../jetstream/event-follower.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { answerProgress, followProgress } from "../../jetstream/progress.ts";
import { type HealthServer, startHealthServer } from "../../runtime/health-server.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { LastProgress } from "./last-progress.ts";
import type { MonitorSettings } from "./settings.ts";

export interface MonitorDeps {
  readonly connection: Connection;
  readonly settings: MonitorSettings;
  readonly log: Log;
  /** A semantic version. */
  readonly version: string;
  /** Unique per process. */
  readonly instance: string;
}

export interface Monitor extends Service {
  /** Where `/healthz` and `/readyz` are; undefined while it is not started. */
  readonly port: number | undefined;
}

/**
 * The monitor: reads every event there is, then follows. So far it keeps the last progress of each running task, answers
 * whoever asks for it, and reports its health. Starting rejects when EVENTS is not there or the port is taken.
 */
export function createMonitor({ connection, settings, log, version, instance }: MonitorDeps): Monitor {
  const progress = new LastProgress();
  const endings: (() => void)[] = [];
  let following: Following | undefined;
  let health: HealthServer | undefined;

  const problems = () => following?.problems() ?? ["not started"];

  async function start(): Promise<void> {
    following = await followEvents(connection, {
      afterSequence: 0,
      onRecord: ({ record }) => progress.follow(record),
      onProblem: (problem) => log.error({ problem }, "an event that cannot be read was passed over"),
    });
    endings.push(
      followProgress(connection, "*", (key, said) => progress.set(key, said)),
      answerProgress(connection, (key) => progress.get(key)),
      registerMicroService(
        connection,
        {
          name: "longshore-monitor",
          id: instance,
          version,
          description: "Follows what happens to tasks",
          metadata: { host: hostname(), pid: String(process.pid) },
        },
        new Date(),
      ),
    );
    health = await startHealthServer(settings.monitorAddress, problems, "LONGSHORE_MONITOR_ADDRESS");
    log.info({ port: health.port }, "monitor started");
  }

  async function stop(): Promise<void> {
    for (const end of endings.splice(0)) end();
    await health?.stop();
    await following?.stop();
    health = undefined;
    following = undefined;
  }

  return {
    name: "monitor",
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

import { hostname } from "node:os";
import { BUCKETS, MONITOR_LEASE } from "../../core/subject.ts";
import type { TaskType } from "../../core/task-type.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { seekLease } from "../../jetstream/lease.ts";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { answerProgress, followProgress } from "../../jetstream/progress.ts";
import { watchBucket } from "../../jetstream/watched-bucket.ts";
import { startHealthServer } from "../../runtime/health-server.ts";
import type { Log } from "../../runtime/log.ts";
import type { Service } from "../../runtime/service.ts";
import { createStartable } from "../../runtime/startable.ts";
import { startAlerts } from "./alerts/start-alerts.ts";
import { answerFromIndex } from "./index/answers.ts";
import { LivingIndex } from "./index/living-index.ts";
import { LastProgress } from "./last-progress.ts";
import { collectMetrics } from "./metrics/collect.ts";
import { Exemplars } from "./metrics/exemplars.ts";
import { metricsPage } from "./metrics/metrics-page.ts";
import { startOtlp } from "./otlp/start-otlp.ts";
import type { MonitorSettings } from "./settings.ts";
import { answerStatistics } from "./statistics/answer.ts";
import { watchSurroundings } from "./surroundings.ts";

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
 * The monitor: follows what happens to tasks into an index of its own, and answers for it; keeps the last progress of each
 * running task. Tasks run without it. Starting rejects when the index cannot be written or the port is taken.
 */
export function createMonitor({ connection, settings, log, version, instance }: MonitorDeps): Monitor {
  const progress = new LastProgress();
  const exemplars = new Exemplars();
  const monitor = createStartable(async (onStop) => {
    const lease = await seekLease(connection, {
      name: MONITOR_LEASE,
      holder: instance,
      onGained: () => undefined,
      onLost: () => undefined,
    });
    onStop(() => lease.stop());
    const speaks = () => lease.isHeld();
    const surroundings = await watchSurroundings(connection, log);
    onStop(() => surroundings.stop());
    const otlp = await startOtlp({ settings, speaks, log, version, instance }, onStop);
    const types = await watchBucket<TaskType>(connection, BUCKETS.taskTypes);
    onStop(() => types.stop());
    const index = new LivingIndex({
      connection,
      path: settings.indexFile,
      retention: { ageMs: settings.historyAge, maxBytes: settings.historyMaxBytes },
      log,
      searchable: (type) => types.get(type)?.searchable,
      onRecord: ({ record }) => {
        progress.follow(record);
        exemplars.note(record);
        otlp?.note(record);
      },
    });
    const sources = {
      index,
      exemplars,
      surroundings: () => surroundings.current(),
      version,
      ...(otlp !== undefined && { spans: () => otlp.spans() }),
    };
    onStop(() => index.stop());
    otlp?.pushMetrics((nowMs) => collectMetrics(sources, nowMs), onStop);
    await index.begun;
    onStop(answerFromIndex({ connection, index }));
    onStop(answerStatistics(connection, index));
    onStop(followProgress(connection, "*", (key, said) => progress.set(key, said)));
    onStop(answerProgress(connection, (key) => progress.get(key)));
    onStop(registerMicroService(connection, describeService(version, instance), new Date()));
    const isConnected = () => connection.isConnected();
    await startAlerts(
      {
        connection,
        settings,
        sources: { index, surroundings: () => surroundings.current(), isConnected },
        log,
        speaks,
      },
      onStop,
    );
    const page = metricsPage(sources);
    const health = await startHealthServer(settings.monitorAddress, problems, "LONGSHORE_MONITOR_ADDRESS", [
      { path: page.path, show: (accept) => index.read(() => page.show(accept)) },
    ]);
    onStop(() => health.stop());
    log.info({ port: health.port }, "monitor started");
    return { index, health };
  });

  function problems(): readonly string[] {
    return monitor.running()?.index.problems() ?? ["not started"];
  }

  return {
    name: "monitor",
    get port() {
      return monitor.running()?.health.port;
    },
    problems,
    start: monitor.start,
    stop: monitor.stop,
  };
}

function describeService(version: string, id: string) {
  return {
    name: "longshore-monitor",
    id,
    version,
    description: "Follows what happens to tasks",
    metadata: { host: hostname(), pid: String(process.pid) },
  };
}

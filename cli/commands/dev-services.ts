import { hostname } from "node:os";
import { connectService } from "../../jetstream/connect-service.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { createLog, type Log } from "../../runtime/log.ts";
import { natsAccessOf, type StoreSettings } from "../../runtime/store-settings.ts";
import { LONGSHORE_VERSION } from "../../runtime/version.ts";
import { createGateway, type Gateway } from "../../services/gateway/gateway.ts";
import { createMonitor, type Monitor } from "../../services/monitor/monitor.ts";
import { createScheduler } from "../../services/scheduler/scheduler.ts";
import type { LoadedTasks } from "../../services/worker/load-tasks.ts";
import { workerInstance } from "../../services/worker/main.ts";
import { createReloading } from "../../services/worker/reload/reloading.ts";
import { createWorker, type Worker } from "../../services/worker/worker.ts";
import type { LogFile } from "../dev/log-file.ts";
import type { Teardown } from "../dev/teardown.ts";
import type { ServiceSettings } from "./dev-settings.ts";

export interface DevServicesOptions {
  readonly natsUrl: string;
  readonly settings: ServiceSettings;
  readonly tasks: LoadedTasks;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: LogFile;
  readonly teardown: Teardown;
  readonly signal: AbortSignal;
  /** Told when task modules that changed were taken up; undefined: they are not watched. */
  readonly onReloaded: ((line: string) => void) | undefined;
}

/** What can be asked of the services that run. */
export interface DevServices {
  readonly gateway: Gateway;
  readonly monitor: Monitor;
}

/**
 * Starts the four services in this process, each with a connection and a log of its own, as if it were a process of its own.
 * The monitor and the scheduler come first, so that nothing of what the worker does escapes them; the gateway comes last,
 * when there is somebody to do the work. What has been started is in `teardown`, also when this rejects.
 */
export async function startServices(options: DevServicesOptions): Promise<DevServices> {
  const { settings, tasks, env, teardown } = options;
  const version = LONGSHORE_VERSION;
  const instance = `${hostname()}-${process.pid}`;

  const monitor = createMonitor({
    ...(await open("monitor", settings.monitor, instance, options)),
    settings: settings.monitor,
    version,
    instance,
  });
  const scheduler = createScheduler({
    ...(await open("scheduler", settings.scheduler, instance, options)),
    settings: settings.scheduler,
    version,
    instance,
  });
  const workerId = workerInstance();
  const workerParts = await open("worker", settings.worker, workerId, options);
  const worker = createWorker({
    ...workerParts,
    settings: settings.worker,
    version,
    instance: workerId,
    tasks,
    env,
  });
  const gateway = createGateway({
    ...(await open("gateway", settings.gateway, instance, options)),
    settings: settings.gateway,
    version,
    instance,
  });
  for (const service of [monitor, scheduler, worker, gateway]) {
    options.signal.throwIfAborted();
    await service.start();
    teardown.add(service.name, () => service.stop());
  }
  if (options.onReloaded !== undefined)
    await startReloading(worker, workerParts.log, options.onReloaded, options);
  return { gateway, monitor };
}

async function startReloading(
  worker: Worker,
  log: Log,
  onReloaded: (line: string) => void,
  { tasks, env, teardown }: DevServicesOptions,
): Promise<void> {
  const apply = async (changed: LoadedTasks) => {
    const types = await worker.reload(changed);
    if (types.length > 0) onReloaded(`reloaded ${types.join(", ")}`);
  };
  const reloading = createReloading({ modules: tasks.modules, env, apply, log });
  await reloading.start();
  teardown.add(undefined, () => reloading.stop());
}

async function open(
  service: string,
  settings: StoreSettings,
  instance: string,
  { natsUrl, log: destination, teardown, signal }: DevServicesOptions,
): Promise<{ readonly connection: Connection; readonly log: Log }> {
  const log = createLog({ service, instance, level: settings.logLevel, destination });
  const connection = await connectService(
    {
      url: natsUrl,
      access: natsAccessOf(settings),
      user: service,
      name: `longshore-${service} ${instance}`,
      log,
    },
    signal,
  );
  teardown.add(undefined, () => connection.close());
  return { connection, log };
}

import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { workerUser } from "../../core/subject.ts";
import { connectToStore } from "../../jetstream/connect-service.ts";
import { createHealthService } from "../../runtime/health-server.ts";
import { createLog } from "../../runtime/log.ts";
import { runProcess } from "../../runtime/run-process.ts";
import { loadSettings, SettingsError } from "../../runtime/settings.ts";
import { natsAccessOf } from "../../runtime/store-settings.ts";
import { LONGSHORE_VERSION } from "../../runtime/version.ts";
import { type LoadedTasks, loadTasks } from "./load-tasks.ts";
import { createReloading } from "./reload/reloading.ts";
import { workerSettings } from "./settings.ts";
import { NO_TASKS } from "./webhooks/with-webhooks.ts";
import { createWorker } from "./worker.ts";

/**
 * Runs a worker as this process until it is told to stop. Waits for NATS; rejects when a module or a setting cannot be
 * used, or when the store has not been provisioned.
 *
 * @param modules paths of the task modules; none when it only delivers webhooks
 * @param options with `watch` it takes up modules that change while it runs; default: it does not
 */
export async function runWorker(
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>>,
  modules: readonly string[],
  { watch = false }: { readonly watch?: boolean } = {},
): Promise<void> {
  const settings = loadSettings(workerSettings, env, flags);
  const isWithout = settings.webhooks && modules.length === 0;
  const tasks = isWithout ? ({ ok: true, ...NO_TASKS } as const) : await loadTasks(modules, env);
  if (!tasks.ok) throw new SettingsError(tasks.problem);
  const instance = workerInstance();
  const log = createLog({ service: "worker", instance, level: settings.logLevel });
  const name = `longshore-worker ${instance}`;
  const connection = await connectToStore({
    url: settings.natsUrl,
    access: natsAccessOf(settings),
    user: workerUser(settings.workerGroup),
    name,
    log,
  });
  const worker = createWorker({
    connection,
    settings,
    log,
    version: LONGSHORE_VERSION,
    instance,
    tasks,
    env,
  });
  const apply = (changed: LoadedTasks) => worker.reload(changed);
  const reloading = watch ? [createReloading({ modules, env, apply, log })] : [];
  const { workerHealthAddress: address } = settings;
  const health =
    address === undefined
      ? []
      : [createHealthService(address, () => worker.problems(), "LONGSHORE_WORKER_HEALTH_ADDRESS")];
  await runProcess([worker, ...reloading, ...health], log, () => connection.close());
}

/** A name for this worker, one token of a NATS subject, that no other process has or will have. */
export function workerInstance(): string {
  return `${hostname().replace(/[^a-zA-Z0-9-]/g, "-")}-${process.pid}-${randomBytes(3).toString("hex")}`;
}

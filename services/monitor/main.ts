import { hostname } from "node:os";
import { connectToStore } from "../../jetstream/connect-service.ts";
import { createLog } from "../../runtime/log.ts";
import { runProcess } from "../../runtime/run-process.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { natsAccessOf } from "../../runtime/store-settings.ts";
import { LONGSHORE_VERSION } from "../../runtime/version.ts";
import { createMonitor } from "./monitor.ts";
import { monitorSettings } from "./settings.ts";

/**
 * Runs a monitor as this process until it is told to stop. Waits for NATS; rejects when a setting cannot be used, when the
 * store has not been provisioned, or when the port is taken.
 */
export async function runMonitor(
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const settings = loadSettings(monitorSettings, env, flags);
  const instance = `${hostname()}-${process.pid}`;
  const log = createLog({ service: "monitor", instance, level: settings.logLevel });
  const name = `longshore-monitor ${instance}`;
  const connection = await connectToStore({
    url: settings.natsUrl,
    access: natsAccessOf(settings),
    user: "monitor",
    name,
    log,
  });
  const monitor = createMonitor({ connection, settings, log, version: LONGSHORE_VERSION, instance });
  await runProcess([monitor], log, () => connection.close());
}

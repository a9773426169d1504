import { hostname } from "node:os";
import { checkStore } from "../../jetstream/check-store.ts";
import { connectNats } from "../../jetstream/connection.ts";
import { describeStatus } from "../../jetstream/describe-status.ts";
import { createLog } from "../../runtime/log.ts";
import { runProcess } from "../../runtime/run-process.ts";
import { loadSettings } from "../../runtime/settings.ts";
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
  const connection = await connectNats({
    url: settings.natsUrl,
    name: `longshore-monitor ${instance}`,
    onStatus: (status) => {
      const { level, text } = describeStatus(status, settings.natsUrl);
      log[level](text);
    },
  });
  try {
    const problem = await checkStore(connection);
    if (problem !== undefined) throw new Error(problem);
    const monitor = createMonitor({ connection, settings, log, version: LONGSHORE_VERSION, instance });
    await runProcess([monitor], log, () => connection.close());
  } catch (error) {
    await connection.close();
    throw error;
  }
}

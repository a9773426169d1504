import { hostname } from "node:os";
import { checkStore } from "../../jetstream/check-store.ts";
import { connectNats } from "../../jetstream/connection.ts";
import { describeStatus } from "../../jetstream/describe-status.ts";
import { createLog } from "../../runtime/log.ts";
import { runProcess } from "../../runtime/run-process.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { LONGSHORE_VERSION } from "../../runtime/version.ts";
import { createScheduler } from "./scheduler.ts";
import { schedulerSettings } from "./settings.ts";

/**
 * Runs a scheduler as this process until it is told to stop. Waits for NATS; rejects when a setting cannot be used, when the
 * store has not been provisioned, or when the port is taken.
 */
export async function runScheduler(
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const settings = loadSettings(schedulerSettings, env, flags);
  const instance = `${hostname()}-${process.pid}`;
  const log = createLog({ service: "scheduler", instance, level: settings.logLevel });
  const connection = await connectNats({
    url: settings.natsUrl,
    name: `longshore-scheduler ${instance}`,
    onStatus: (status) => {
      const { level, text } = describeStatus(status, settings.natsUrl);
      log[level](text);
    },
  });
  try {
    const problem = await checkStore(connection);
    if (problem !== undefined) throw new Error(problem);
    const scheduler = createScheduler({ connection, settings, log, version: LONGSHORE_VERSION, instance });
    await runProcess([scheduler], log, () => connection.close());
  } catch (error) {
    await connection.close();
    throw error;
  }
}

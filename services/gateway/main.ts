import { hostname } from "node:os";
import { checkStore } from "../../jetstream/check-store.ts";
import { connectNats } from "../../jetstream/connection.ts";
import { describeStatus } from "../../jetstream/describe-status.ts";
import { createLog } from "../../runtime/log.ts";
import { runProcess } from "../../runtime/run-process.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { LONGSHORE_VERSION } from "../../runtime/version.ts";
import { createGateway } from "./gateway.ts";
import { gatewaySettings } from "./settings.ts";

/** Runs a gateway until it is told to stop. Waits for NATS; rejects when a setting, the store or a port cannot be used. */
export async function runGateway(
  env: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const settings = loadSettings(gatewaySettings, env, flags);
  const instance = `${hostname()}-${process.pid}`;
  const log = createLog({ service: "gateway", instance, level: settings.logLevel });
  const connection = await connectNats({
    url: settings.natsUrl,
    name: `longshore-gateway ${instance}`,
    onStatus(status) {
      const { level, text } = describeStatus(status, settings.natsUrl);
      log[level](text);
    },
  });
  try {
    const problem = await checkStore(connection);
    if (problem !== undefined) throw new Error(problem);
    const dependencies = { connection, settings, log, version: LONGSHORE_VERSION, instance };
    await runProcess([createGateway(dependencies)], log, () => connection.close());
  } catch (error) {
    await connection.close();
    throw error;
  }
}

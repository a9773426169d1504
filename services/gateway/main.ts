import { hostname } from "node:os";
import { connectToStore } from "../../jetstream/connect-service.ts";
import { createLog } from "../../runtime/log.ts";
import { runProcess } from "../../runtime/run-process.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { natsAccessOf } from "../../runtime/store-settings.ts";
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
  const name = `longshore-gateway ${instance}`;
  const connection = await connectToStore({
    url: settings.natsUrl,
    access: natsAccessOf(settings),
    user: "gateway",
    name,
    log,
  });
  const gateway = createGateway({ connection, settings, log, version: LONGSHORE_VERSION, instance });
  await runProcess([gateway], log, () => connection.close());
}

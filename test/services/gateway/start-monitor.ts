import { onTestFinished } from "vitest";
import { loadSettings } from "../../../runtime/settings.ts";
import { createMonitor, type Monitor } from "../../../services/monitor/monitor.ts";
import { monitorSettings } from "../../../services/monitor/settings.ts";
import { connectTo } from "../../support/store.ts";
import type { TestGateway } from "./start-gateway.ts";

/** A monitor beside a gateway, with an index in memory; it ends with the test. */
export async function startMonitor({ nats, log }: TestGateway): Promise<Monitor> {
  const monitor = createMonitor({
    connection: await connectTo(nats),
    settings: loadSettings(monitorSettings, {
      LONGSHORE_MONITOR_ADDRESS: "127.0.0.1:0",
      LONGSHORE_INDEX_FILE: ":memory:",
    }),
    log,
    version: "0.0.0",
    instance: "m1",
  });
  onTestFinished(() => monitor.stop());
  await monitor.start();
  return monitor;
}

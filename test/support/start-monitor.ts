import { onTestFinished } from "vitest";
import { askMonitor } from "../../jetstream/monitor-requests.ts";
import { createLog } from "../../runtime/log.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { createMonitor, type Monitor } from "../../services/monitor/monitor.ts";
import { monitorSettings } from "../../services/monitor/settings.ts";
import { eventuallyTrue } from "./eventually.ts";
import type { TestNats } from "./nats-server.ts";
import { connectTo } from "./store.ts";

/** A monitor beside other services of a test, with an index in memory that has all there is; it ends with the test. */
export async function startMonitor(
  { nats }: { readonly nats: TestNats },
  settings: Readonly<Record<string, string>> = {},
  instance = "m1",
): Promise<Monitor> {
  const connection = await connectTo(nats);
  const monitor = createMonitor({
    connection,
    settings: loadSettings(
      monitorSettings,
      { LONGSHORE_MONITOR_ADDRESS: "127.0.0.1:0", LONGSHORE_INDEX_FILE: ":memory:" },
      settings,
    ),
    log: createLog({ service: "monitor", instance, level: "silent" }),
    version: "0.0.0",
    instance,
  });
  onTestFinished(() => monitor.stop());
  await monitor.start();
  await eventuallyTrue("the index is built", async () => {
    const question = { project: "nobody", filter: "" };
    return (await askMonitor(connection, "count", question, 1_000)).ok;
  });
  return monitor;
}

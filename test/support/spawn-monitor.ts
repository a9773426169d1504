import { type ServiceProcess, spawnService } from "./spawn-service.ts";

/** A monitor as a process of its own. */
export interface MonitorProcess extends ServiceProcess {
  /** Its metrics as text. Rejects when it does not answer. */
  metrics(): Promise<string>;
  /** Resolves when it has ended by SIGKILL. */
  crash(): Promise<void>;
}

/** Starts a monitor that keeps its index in a file, and resolves when it runs. */
export async function spawnMonitor(natsUrl: string, indexFile: string): Promise<MonitorProcess> {
  const monitor = spawnService("monitor-process.ts", {
    LONGSHORE_NATS_URL: natsUrl,
    LONGSHORE_MONITOR_ADDRESS: "127.0.0.1:0",
    LONGSHORE_INDEX_FILE: indexFile,
  });
  const { port } = await monitor.line(/^monitor started$/);
  return {
    ...monitor,
    metrics: async () => (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text(),
    async crash() {
      monitor.kill("SIGKILL");
      await monitor.exited;
    },
  };
}

import { type ServiceProcess, spawnService } from "./spawn-service.ts";

/** Starts a worker as a process of its own, with these task modules; it takes tasks once it says `worker takes tasks`. */
export function spawnWorker(
  env: Readonly<Record<string, string>>,
  modules: readonly string[],
): ServiceProcess {
  return spawnService("worker-process.ts", env, modules);
}

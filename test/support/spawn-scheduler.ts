import { type ServiceProcess, spawnService } from "./spawn-service.ts";

/**
 * Starts a scheduler as a process of its own. It says `scheduler started` once it runs, `this scheduler leads` when it takes
 * the lead, and `this scheduler does not lead any more`.
 *
 * @param env its settings, `LONGSHORE_…`
 */
export function spawnScheduler(env: Readonly<Record<string, string>>): ServiceProcess {
  return spawnService("scheduler-process.ts", env);
}

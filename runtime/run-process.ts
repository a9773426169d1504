import type { Log } from "./log.ts";
import { type Service, startAll, stopAll } from "./service.ts";

/** Longer than this a clean stop must not take, in milliseconds. */
const STOP_LIMIT_MS = 60_000;

/**
 * Runs services as one process: starts them, and on the first SIGINT or SIGTERM stops them, last one first, and exits with
 * 0. A second signal exits at once, with 130 or 143. SIGHUP makes services that have certificates read them again. The only place with signals and exit codes of services.
 *
 * @param afterStop what to end once the services have stopped, or when one of them cannot start: the connection, for instance
 */
export async function runProcess(
  services: readonly Service[],
  log: Log,
  afterStop: () => Promise<void>,
): Promise<void> {
  let stopping = false;
  const stop = async () => {
    const limit = setTimeout(() => {
      log.error(
        { limit_ms: STOP_LIMIT_MS },
        "stopping took too long, leaving now; leases give running tasks to others",
      );
      process.exit(1);
    }, STOP_LIMIT_MS);
    await stopAll(services).catch((error: unknown) =>
      log.error({ err: error }, "a service did not stop cleanly"),
    );
    await afterStop();
    clearTimeout(limit);
    log.info("stopped");
    process.exit(0);
  };
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    if (stopping) process.exit(signal === "SIGINT" ? 130 : 143);
    stopping = true;
    log.info({ signal }, "stopping: what runs may end, nothing new is taken");
    void stop();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // Only then: to all others SIGHUP says that their terminal has gone.
  if (services.some(({ rereadCertificates }) => rereadCertificates !== undefined)) {
    process.on("SIGHUP", () => {
      for (const service of services) void service.rereadCertificates?.();
    });
  }
  try {
    await startAll(services);
  } catch (error) {
    await afterStop();
    throw error;
  }
}

/**
 * One of the four services as a process sees it. `start` resolves when it does its work; `stop` lets what is under way end,
 * then resolves; both may be called twice.
 */
export interface Service {
  /** `gateway`, `worker`, `scheduler`, `monitor`. */
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Why it cannot do its work just now; empty when it can. Never throws. */
  problems(): readonly string[];
  /** Reads certificates again; absent when it has none. What cannot be used is logged, and the old goes on. Never rejects. */
  rereadCertificates?(): Promise<void>;
}

/** Starts services in order; when one fails, those before it are stopped again. */
export async function startAll(services: readonly Service[]): Promise<void> {
  const started: Service[] = [];
  for (const service of services) {
    try {
      await service.start();
      started.push(service);
    } catch (error) {
      await stopAll(started);
      throw error;
    }
  }
}

/** Stops services in the order given to `startAll`, last one first. One that fails does not keep the others. */
export async function stopAll(services: readonly Service[]): Promise<void> {
  const failures: unknown[] = [];
  for (const service of services.toReversed()) {
    await service.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, "some services did not stop cleanly");
}

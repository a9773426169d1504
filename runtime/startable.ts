/** Something that is started and stopped as a whole. */
export interface Startable<Running> {
  /** Starts it. Does nothing when it is started already, or about to be. Rejects, with nothing left running, when it cannot be. */
  start(): Promise<void>;
  /** Ends all that was started, last one first; one that fails does not keep the others. Does nothing when it is not started. */
  stop(): Promise<void>;
  /** What `begin` resolved with; undefined while it is not started. */
  running(): Running | undefined;
}

/** Takes what is to be ended. */
export type OnStop = (end: () => void | Promise<void>) => void;

/**
 * For services that consist of parts: starts one part after the other, and ends those that were started when it is stopped, or
 * when one of them cannot start.
 *
 * @param begin starts the parts, and hands over how each is ended as soon as it has started
 */
export function createStartable<Running>(begin: (onStop: OnStop) => Promise<Running>): Startable<Running> {
  const endings: (() => void | Promise<void>)[] = [];
  let starting: Promise<void> | undefined;
  let running: Running | undefined;

  async function end(): Promise<void> {
    running = undefined;
    const failures: unknown[] = [];
    for (let next = endings.pop(); next !== undefined; next = endings.pop()) {
      try {
        await next();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "some parts did not stop cleanly");
  }

  async function start(): Promise<void> {
    try {
      running = await begin((ending) => void endings.push(ending));
    } catch (error) {
      starting = undefined;
      await end();
      throw error;
    }
  }

  return {
    start() {
      starting ??= start();
      return starting;
    },
    async stop() {
      const begun = starting;
      starting = undefined;
      // What is still starting would be left running otherwise; that it cannot start is told to whoever started it.
      await begun?.catch(() => undefined);
      await end();
    },
    running: () => running,
  };
}

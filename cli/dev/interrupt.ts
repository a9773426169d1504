/** Longer than this a clean stop must not take, in milliseconds. */
const STOP_LIMIT_MS = 60_000;

/** The wish to stop, from Ctrl-C or from `kill`. */
export interface Interrupt {
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly happened: Promise<void>;
  /** Stops listening. */
  dispose(): void;
}

/**
 * Listens for SIGINT and SIGTERM. The first one asks for a clean stop; a second one ends the process at once, with 130 or
 * 143, and so does a stop that takes longer than a minute, with 1.
 */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  let limit: NodeJS.Timeout | undefined;
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    if (controller.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
    limit = setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    controller.abort(new Error(`stopped by ${signal}`));
    resolve();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    happened,
    dispose() {
      clearTimeout(limit);
      process.removeListener("SIGINT", onSignal);
      process.removeListener("SIGTERM", onSignal);
    },
  };
}

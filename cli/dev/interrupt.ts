/** Longer than this a clean stop must not take, in milliseconds. */
const STOP_LIMIT_MS = 60_000;

/** The wish to stop, from Ctrl-C, from `kill`, or because the terminal was closed. */
export interface Interrupt {
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly happened: Promise<void>;
  /** Stops listening. */
  dispose(): void;
}

/** What a second signal exits with. A second SIGHUP says nothing new: every process of a terminal gets its own. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: undefined } as const;
type StopSignal = keyof typeof EXIT_CODES;

/**
 * Listens for signals. The first one asks for a clean stop; a second SIGINT or SIGTERM ends the process at once, with 130
 * or 143, and so does a stop that takes longer than a minute, with 1.
 */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  let limit: NodeJS.Timeout | undefined;
  const onSignal = (signal: StopSignal) => {
    if (!controller.signal.aborted) {
      limit = setTimeout(() => process.exit(1), STOP_LIMIT_MS);
      controller.abort(new Error(`stopped by ${signal}`));
      resolve();
    } else if (EXIT_CODES[signal] !== undefined) process.exit(EXIT_CODES[signal]);
  };
  const signals = Object.keys(EXIT_CODES) as StopSignal[];
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    happened,
    dispose() {
      clearTimeout(limit);
      for (const signal of signals) process.removeListener(signal, onSignal);
    },
  };
}

/**
 * One way of getting a nats-server and what came of it. `find.ts` goes through such ways in order; what failed is kept,
 * because the person who reads the last error has to see why none of them worked on this machine.
 */
export type Attempt = FoundServer | FailedAttempt;

/** A server that runs here and is new enough. */
export interface FoundServer {
  /** Absolute path of the executable. */
  readonly binary: string;
  /** Its version as it names itself, without the "v": `2.15.2`. */
  readonly version: string;
}

/** A way that led nowhere. */
export interface FailedAttempt {
  /** What was tried, as a noun phrase: "nats-server on PATH". */
  readonly tried: string;
  /** Why it gave no server, in one line. */
  readonly failed: string;
}

/** Takes one line about a step that may take more than a moment. */
export type Progress = (line: string) => void;

/** Tells the two kinds of attempt apart. */
export function isFound(attempt: Attempt): attempt is FoundServer {
  return "binary" in attempt;
}

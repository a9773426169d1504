/** What one check of `longshore doctor` found. */
export interface Finding {
  /** What was looked at: one or two words. */
  readonly check: string;
  /** `warn`: it works, but somebody should know. `fail`: something does not work. */
  readonly level: "ok" | "warn" | "fail";
  /** What was found, in one line. */
  readonly detail: string;
  /** What to do, unless it is ok. */
  readonly remedy?: string;
}

/** Everything is as it should be. */
export function ok(check: string, detail: string): Finding {
  return { check, level: "ok", detail };
}

/** It works, but somebody should know. */
export function warn(check: string, detail: string, remedy: string): Finding {
  return { check, level: "warn", detail, remedy };
}

/** It does not work. */
export function fail(check: string, detail: string, remedy: string): Finding {
  return { check, level: "fail", detail, remedy };
}

import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Where the log lines of all services go while `dev` runs. */
export interface LogFile {
  readonly path: string;
  write(line: string): void;
  close(): void;
}

/**
 * Opens a new log file; the one of the start before is kept beside it as `<path>.previous`. Only its owner may read it.
 *
 * @param onTrouble told of warnings and errors as well, short: `worker: the message`
 */
export function openLogFile(path: string, onTrouble: (line: string) => void): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) renameSync(path, `${path}.previous`);
  const file = openSync(path, "w", 0o600);
  let isOpen = true;
  return {
    path,
    write(line) {
      if (isOpen) writeSync(file, line);
      if (isTrouble(line)) onTrouble(shorten(line));
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

/** The level is the first thing in a line; most lines need not be parsed. */
function isTrouble(line: string): boolean {
  return /^\{"level":"(warn|error|fatal)"/.test(line);
}

function shorten(line: string): string {
  const { level, service, msg, err, problem } = JSON.parse(line) as {
    readonly level: string;
    readonly service: string;
    readonly msg?: string;
    readonly err?: { readonly message?: string };
    readonly problem?: unknown;
  };
  const cause = err?.message ?? (typeof problem === "string" ? problem : undefined);
  return `${level}: ${service}: ${msg ?? ""}${cause === undefined ? "" : ` (${cause})`}`;
}

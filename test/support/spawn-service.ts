import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** One line of a service's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly instance?: string;
  readonly [field: string]: unknown;
}

/** A service as a process of its own. */
export interface ServiceProcess {
  readonly pid: number;
  /** Every line it has written so far. */
  readonly lines: readonly LogLine[];
  /** Resolves with the first line whose text matches; rejects when the process ends without it. */
  line(text: RegExp): Promise<LogLine>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/**
 * Starts a script of this folder as a process of its own; it is killed when the test that asked for it has finished.
 *
 * @param env its settings, `LONGSHORE_…`
 */
export function spawnService(
  script: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): ServiceProcess {
  const path = join(import.meta.dirname, script);
  const child = spawn(process.execPath, ["--conditions=longshore-source", path, ...args], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} could not be started`);
  const lines: LogLine[] = [];
  const listeners = new Set<() => void>();
  let hasEnded = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  createInterface({ input: child.stdout }).on("line", (text) => {
    lines.push(JSON.parse(text) as LogLine);
    tell();
  });
  // "close" comes once all that it wrote has been read.
  const exited = new Promise<Awaited<ServiceProcess["exited"]>>((resolve) =>
    child.once("close", (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
      tell();
    }),
  );
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  return {
    pid,
    lines,
    exited,
    kill: (signal) => void child.kill(signal),
    line: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(({ msg }) => text.test(msg));
          if (found === undefined && !hasEnded) return;
          listeners.delete(look);
          if (found !== undefined) resolve(found);
          else
            reject(new Error(`${script} ended without saying ${text}: ${JSON.stringify(lines.slice(-5))}`));
        };
        listeners.add(look);
        look();
      }),
  };
}

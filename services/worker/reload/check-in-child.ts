import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { dieWithParent } from "../pool/parent-death.ts";

/** A module that takes longer to load waits for something that does not come, or never ends. Milliseconds. */
const LOAD_MS = 10_000;

/** What came of loading task modules. */
export interface Verdict {
  /** Why they cannot be loaded; absent when they can. */
  readonly problem?: string;
  /** The files that they consist of, also one that was looked for in vain. */
  readonly files: readonly string[];
}

/**
 * Loads task modules in a process that is thrown away: so one that ends its process, or never ends, does that there. Never
 * rejects.
 */
export function checkInChild(
  modules: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Verdict> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const script = fileURLToPath(new URL(`./check-modules.${extension}`, import.meta.url));
  const flags = extension === "ts" ? ["--conditions=longshore-source"] : [];
  const prefix = dieWithParent({ PATH: env["PATH"] ?? "" });
  const [execPath = process.execPath, ...execArgv] = [...prefix, process.execPath, ...flags];
  const child = fork(script, [...modules], {
    env,
    execPath,
    execArgv,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return new Promise((resolve) => {
    const end = (verdict: Verdict) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      resolve(verdict);
    };
    const fail = (problem: string) => end({ problem, files: [] });
    const timer = setTimeout(() => fail(`not loaded within ${LOAD_MS / 1_000} s`), LOAD_MS);
    child.once("message", (verdict: Verdict) => end(verdict));
    child.once("error", (error) => fail(`cannot be tried: ${error.message}`));
    child.once("exit", (code, signal) =>
      fail(`ends the process that loads it (${signal ?? `exit code ${code}`})`),
    );
  });
}

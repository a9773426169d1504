import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** The variable that marks a child and, as it is inherited, all that it starts. */
const VARIABLE = "LONGSHORE_CHILD";

/** A mark in the environment by which descendants are found again, also those that left the process group. */
export interface ProcessMark {
  readonly env: Readonly<Record<string, string>>;
  /** Processes that carry the mark. Reads all of /proc; a process that cleans its environment is not found. */
  pids(): number[];
}

/** Where no control group can be made, this is how strays are found. */
export function createProcessMark(): ProcessMark {
  const value = randomUUID();
  const needle = `${VARIABLE}=${value}`;
  return {
    env: { [VARIABLE]: value },
    pids: () => processIds().filter((pid) => environmentOf(pid).includes(needle)),
  };
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    // Gone by now, or somebody else's.
    return "";
  }
}

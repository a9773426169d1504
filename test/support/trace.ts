import { existsSync, readFileSync } from "node:fs";

/** What `leave_trace` has written so far: `+<task>` and `-<task>`, in order. */
export function readTrace(path: string): string[] {
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}

/** The most tasks that ran at once, by their trace. */
export function mostAtOnce(trace: readonly string[], before = 0): number {
  let running = before;
  let most = before;
  for (const line of trace) {
    running += line.startsWith("+") ? 1 : -1;
    most = Math.max(most, running);
  }
  return most;
}

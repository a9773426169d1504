import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc. */
const TICKS = 100;

/** Resident memory of a process in bytes; 0 when it is gone, or where there is no /proc. */
export function residentBytes(pid: number): number {
  try {
    // In kB whatever the size of a page is, which `statm` counts in.
    const [, kilobytes = "0"] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

/** CPU time that a process has used, in milliseconds; 0 when it is gone, or where there is no /proc. */
export function cpuMs(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name of the program, in parentheses, may hold spaces.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1_000;
  } catch {
    return 0;
  }
}

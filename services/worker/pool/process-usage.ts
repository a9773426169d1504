import { readFileSync } from "node:fs";

const PAGE_BYTES = 4_096;
/** Clock ticks a second in /proc. */
const TICKS = 100;

/** Resident memory of a process in bytes; 0 when it is gone, or where there is no /proc. */
export function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
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

import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;

/** CPU time that a process has used so far, user and system, in microseconds. Linux only. */
export function cpuMicros(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name of the program, in parentheses, may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1e6;
}

/** Measures the CPU time of several processes between two moments. */
export function startCpuClock<Name extends string>(
  pids: Readonly<Record<Name, number>>,
): () => Record<Name, number> {
  const names = Object.keys(pids) as Name[];
  const before = names.map((name) => cpuMicros(pids[name]));
  return () =>
    Object.fromEntries(names.map((name, i) => [name, cpuMicros(pids[name]) - (before[i] ?? 0)])) as Record<
      Name,
      number
    >;
}

import type { IOType } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** `O_CLOEXEC` as /proc shows it. */
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Descriptors that every program started from here would get, wanted or not: whoever started this process left them open. What
 * Node opens itself is closed on exec. None where there is no /proc.
 */
export function inheritedDescriptors(): number[] {
  try {
    return readdirSync("/proc/self/fdinfo")
      .map(Number)
      .filter((descriptor) => descriptor > 2 && isInherited(descriptor));
  } catch {
    return [];
  }
}

/**
 * The `stdio` of a program that is to have these descriptors and no others: each inherited one is covered by `devNull`, a
 * descriptor of /dev/null. Node cannot close them in the program alone, and in this process somebody may read from them.
 */
export function coverInherited(
  own: readonly (IOType | "ipc")[],
  inherited: readonly number[],
  devNull: number,
): (IOType | "ipc" | number)[] {
  const stdio: (IOType | "ipc" | number)[] = [...own];
  for (const descriptor of inherited) {
    if (descriptor < own.length) continue;
    // The gaps must be filled with something, and this leaves them alone.
    while (stdio.length < descriptor) stdio.push("ignore");
    stdio[descriptor] = devNull;
  }
  return stdio;
}

function isInherited(descriptor: number): boolean {
  try {
    const [, flags = ""] =
      /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1")) ?? [];
    return flags !== "" && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The one that was open to read the folder.
    return false;
  }
}

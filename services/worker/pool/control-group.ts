import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A control group of Linux (version 2) that holds processes of one child, whatever they do to get away. */
export interface ControlGroup {
  /** Puts a process in; all that it starts from then on is in as well. */
  add(pid: number): void;
  /** The processes that are in. */
  pids(): number[];
  /** Kills all that is in, at once. */
  kill(): void;
  /** Takes the group away, as soon as it is empty. */
  remove(): void;
}

/** Where this worker may make control groups. */
export interface ControlGroups {
  create(name: string): ControlGroup | undefined;
  /** Kills what is left and takes all groups away, in the background. */
  remove(): void;
}

/**
 * Makes a place for control groups below this process' own one. Undefined where there is no cgroup2 or no right to use it
 * (systemd: `Delegate=yes`). No controller is needed: membership and `cgroup.kill` are all that is used.
 *
 * A small shell waits beside the worker: when the worker is gone, however it went, it kills all that is left in the groups.
 */
export function openControlGroups(name: string): ControlGroups | undefined {
  const own = ownFolder();
  if (own === undefined) return undefined;
  const folder = join(own, `longshore-${name}`);
  if (!makeFolder(folder)) return undefined;
  const guard = spawnGuard(folder);
  /** Folders whose killed processes had not quite gone when they were to be removed. */
  const leftovers = new Set<string>();
  const clear = () => {
    for (const leftover of leftovers) if (removeFolder(leftover)) leftovers.delete(leftover);
  };
  return {
    create(child) {
      clear();
      return createGroup(join(folder, child), leftovers);
    },
    remove() {
      guard.stdin?.end();
    },
  };
}

function createGroup(folder: string, leftovers: Set<string>): ControlGroup | undefined {
  if (!makeFolder(folder)) return undefined;
  return {
    add: (pid) => tryWrite(join(folder, "cgroup.procs"), String(pid)),
    pids: () => readPids(join(folder, "cgroup.procs")),
    kill: () => tryWrite(join(folder, "cgroup.kill"), "1"),
    remove() {
      if (!removeFolder(folder)) leftovers.add(folder);
    },
  };
}

/** `read` returns when the worker's end of the pipe closes, which the kernel does for a dead process too. */
function spawnGuard(folder: string) {
  // A killed process is in its group until it is reaped, and a group with a process in it cannot be removed.
  const remove = 'for g in "$1"/*/; do [ ! -d "$g" ] || rmdir "$g"; done; rmdir "$1" && exit';
  const script = `read _; for i in 1 2 3 4 5 6 7 8 9 10; do echo 1 > "$1/cgroup.kill"; ${remove}; sleep 0.2; done`;
  const guard = spawn("sh", ["-c", script, "longshore-guard", folder], {
    detached: true,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => undefined);
  guard.unref();
  return guard;
}

/** The folder of this process' own group in the cgroup2 hierarchy. */
function ownFolder(): string | undefined {
  try {
    const mount = readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .find((line) => line.includes(" - cgroup2 "))
      ?.split(" ")[4];
    const path = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
    return mount === undefined || path === undefined ? undefined : join(mount, path);
  } catch {
    // Not Linux, or /proc is hidden.
    return undefined;
  }
}

function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return readdirSync(folder).includes("cgroup.kill");
  } catch {
    return false;
  }
}

/** Whether the folder is gone; one that still has processes in it stays. */
function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

function tryWrite(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    // The process or the group is gone already.
  }
}

function readPids(file: string): number[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

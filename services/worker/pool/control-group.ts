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
  /** Takes the group away; it must be empty, or it stays. */
  remove(): void;
}

/** Where this worker may make control groups. */
export interface ControlGroups {
  create(name: string): ControlGroup | undefined;
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
  return {
    create: (child) => createGroup(join(folder, child)),
    remove() {
      guard.stdin?.end();
      removeFolder(folder);
    },
  };
}

function createGroup(folder: string): ControlGroup | undefined {
  if (!makeFolder(folder)) return undefined;
  return {
    add: (pid) => tryWrite(join(folder, "cgroup.procs"), String(pid)),
    pids: () => readPids(join(folder, "cgroup.procs")),
    kill: () => tryWrite(join(folder, "cgroup.kill"), "1"),
    remove: () => removeFolder(folder),
  };
}

/** `read` returns when the worker's end of the pipe closes, which the kernel does for a dead process too. */
function spawnGuard(folder: string) {
  const script = `read _; echo 1 > "$1/cgroup.kill"; for g in "$1"/*/; do rmdir "$g"; done; rmdir "$1"`;
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

function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Still in use: the guard takes it away with the worker.
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

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * A nats-server outlives a launcher that was killed with SIGKILL: nobody was left to stop it. The next start with the
 * same store stops it and starts its own, rather than taking it over: so its settings are always the current ones and
 * its launcher is always its parent. Two files in the store make that safe: `nats-server.pid`, written by the server,
 * and `nats-server.owner`, the launcher's process id.
 *
 * A server is a leftover when its command line names this store (so it is ours, and the pid was not given to another
 * process since) and its parent is no longer the owner (the system hands orphans to another parent).
 */
export type LeftoverResult =
  | { readonly stopped: number | undefined }
  | { readonly running: number; readonly owner: number };

const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 10;

/** Where the server of a store writes its process id. */
export function pidFile(storeDir: string): string {
  return join(storeDir, "nats-server.pid");
}

/** Notes that this process launches the server of `storeDir`. To be called before the server is started. */
export async function claimStore(storeDir: string): Promise<void> {
  await writeFile(join(storeDir, "nats-server.owner"), `${process.pid}\n`);
}

/**
 * Stops the server that a launcher left behind in `storeDir`, and says its pid. When its launcher still runs, the
 * server is in use and left alone: `running`.
 */
export async function stopLeftover(storeDir: string): Promise<LeftoverResult> {
  const pid = await readPid(pidFile(storeDir));
  if (pid === undefined || !(await isServerOf(pid, storeDir))) return { stopped: undefined };
  const owner = await readPid(join(storeDir, "nats-server.owner"));
  if (owner !== undefined && (await psColumn("ppid=", pid)) === String(owner)) {
    return { running: pid, owner };
  }
  await stopServerOf(storeDir, pid);
  return { stopped: pid };
}

/**
 * SIGTERM, after which JetStream closes its files in order; SIGKILL when that takes more than 10 s. It is no child of
 * ours, so nothing tells when it ends: it can only be looked at, and by its command line, because a process that ended
 * keeps its pid until its parent collects it.
 */
async function stopServerOf(storeDir: string, pid: number): Promise<void> {
  send(pid, "SIGTERM");
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (await isServerOf(pid, storeDir)) {
    if (performance.now() > deadline) send(pid, "SIGKILL");
    await delay(POLL_MS);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, which is what was wanted; were it not ours to stop, the port check that follows would say so.
  }
}

async function readPid(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

async function isServerOf(pid: number, storeDir: string): Promise<boolean> {
  const command = await psColumn("command=", pid);
  return command.includes("nats-server") && command.includes(pidFile(storeDir));
}

/** One column of `ps`; empty when there is no such process, or no `ps`. */
async function psColumn(column: "ppid=" | "command=", pid: number): Promise<string> {
  if (process.platform === "linux") return fromProc(column, pid);
  return new Promise((resolve) => {
    execFile("ps", ["-ww", "-o", column, "-p", String(pid)], (error, stdout) => {
      resolve(error ? "" : stdout.trim());
    });
  });
}

/** `/proc` instead of `ps`, which small images do not have. */
async function fromProc(column: "ppid=" | "command=", pid: number): Promise<string> {
  if (column === "command=") {
    const raw = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return raw.split("\0").join(" ").trim();
  }
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return /^PPid:\s*(\d+)/m.exec(status)?.[1] ?? "";
}

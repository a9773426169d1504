import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import type { Address } from "./settings.ts";

/** A process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** Its command line, shortened to 120 characters. */
  readonly command: string;
}

/**
 * Which process listens on a TCP port of this machine. Undefined when none does, or when the system does not tell
 * (a process of another user, no `/proc` and no `lsof`). For error messages: it is a look at one moment. Never rejects.
 */
export async function portHolder(port: number): Promise<PortHolder | undefined> {
  try {
    return process.platform === "linux" ? await holderFromProc(port) : await holderFromLsof(port);
  } catch {
    // Whatever could not be read: the caller then says that the port is taken, without by whom.
    return undefined;
  }
}

/** Whether something can listen on this port of `host` now (default 127.0.0.1). */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The one sentence every listener uses when its port is taken: the port, the process that holds it if it can be found,
 * and the setting that chooses another.
 */
export async function describePortTaken({ host, port }: Address, setting: string): Promise<string> {
  const holder = await portHolder(port);
  const by = holder === undefined ? "another process" : `process ${holder.pid} (${holder.command})`;
  return `port ${port} on ${host} is taken by ${by}: stop it, or choose another port with ${setting}`;
}

async function holderFromProc(port: number): Promise<PortHolder | undefined> {
  const sockets = new Set([
    ...(await listeningSockets("/proc/net/tcp", port)),
    ...(await listeningSockets("/proc/net/tcp6", port)),
  ]);
  if (sockets.size === 0) return undefined;
  for (const entry of await readdir("/proc")) {
    if (/^\d+$/.test(entry) && (await holdsSocket(entry, sockets))) {
      return { pid: Number(entry), command: await commandOf(entry) };
    }
  }
  return undefined;
}

/** Names of the sockets (`socket:[inode]`) that listen on a port, from the kernel's table. */
async function listeningSockets(table: string, port: number): Promise<readonly string[]> {
  const text = await readFile(table, "utf8").catch(() => "");
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const sockets: string[] = [];
  for (const line of text.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [local, state, inode] = [fields[1], fields[3], fields[9]];
    if (local?.endsWith(suffix) && state === LISTEN) sockets.push(`socket:[${inode}]`);
  }
  return sockets;
}

/** State of a listening socket in the kernel's table. */
const LISTEN = "0A";

async function holdsSocket(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  // A process may end while it is looked at, and those of other users cannot be looked into.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
    if (sockets.has(target)) return true;
  }
  return false;
}

async function commandOf(pid: string): Promise<string> {
  const raw = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return shorten(raw.split("\0").join(" ").trim());
}

async function holderFromLsof(port: number): Promise<PortHolder | undefined> {
  const pid = Number.parseInt(await outputOf("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"]), 10);
  if (!Number.isInteger(pid)) return undefined;
  return { pid, command: shorten((await outputOf("ps", ["-o", "command=", "-p", String(pid)])).trim()) };
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 5_000 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

function shorten(command: string): string {
  return command.length <= 120 ? command : `${command.slice(0, 119)}…`;
}

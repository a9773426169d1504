import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, realpath, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { describePortTaken, isPortFree } from "../../runtime/port-holder.ts";
import { type Durability, NATS_MONITOR_PORT, NATS_PORT, writeConfig } from "./config-file.ts";
import { claimStore, pidFile, stopLeftover } from "./leftover.ts";
import { clearPortsFiles, type ServerAddresses, waitUntilReady } from "./ready.ts";

export interface LaunchOptions {
  /** Executable, as `findNatsServer` gives it. */
  readonly binary: string;
  /** Where JetStream keeps its streams; made when it is not there. A later launch with the same store finds them. */
  readonly storeDir: string;
  /** Client port, default 7423; -1 lets the server choose. */
  readonly port?: number;
  /** Monitoring port, default 7424; -1 lets the server choose. */
  readonly monitorPort?: number;
  /** Default `standard`. */
  readonly durability?: Durability;
  /** The configuration is written here, anew at each launch. */
  readonly configPath: string;
  /** What the server prints. The log of the launch before is kept beside it as `<logPath>.previous`. */
  readonly logPath: string;
  /** Gives up and stops the server when it aborts before the server is ready. */
  readonly signal?: AbortSignal;
}

export interface NatsServer extends ServerAddresses {
  readonly pid: number;
  /** Resolves when the process has ended, whoever ended it. Never rejects. */
  readonly exited: Promise<ServerExit>;
  /** Clean shutdown (SIGTERM), SIGKILL after 10 s. Resolves when the process has ended; may be called again. */
  stop(): Promise<void>;
}

export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Where `config-file.ts` makes it listen. */
const LOOPBACK = "127.0.0.1";
const STOP_TIMEOUT_MS = 10_000;
const LOG_LINES = 8;

/**
 * Starts a nats-server with JetStream on 127.0.0.1 and waits until it is ready. It runs in a process group of its own,
 * so that Ctrl-C in the terminal reaches us and not the server: it has to outlive the services that are being drained.
 * A server that a killed launcher left behind in the same store is stopped first (see `leftover.ts`).
 *
 * Rejects when a port is taken (naming port, process and setting), when the store is in use, or when the server ends
 * before it is ready (with the last lines of its log).
 */
export async function launchNatsServer(options: LaunchOptions): Promise<NatsServer> {
  const { port = NATS_PORT, monitorPort = NATS_MONITOR_PORT, durability = "standard", signal } = options;
  signal?.throwIfAborted();
  await mkdir(options.storeDir, { recursive: true });
  const storeDir = await realpath(options.storeDir);
  await freeStore(storeDir);
  // Before the server is started: two servers must never open the same files.
  await assertPortFree(port, "LONGSHORE_NATS_PORT");
  await assertPortFree(monitorPort, "LONGSHORE_NATS_MONITOR_PORT");
  await clearPortsFiles(storeDir);
  await writeConfig(options.configPath, { storeDir, port, monitorPort, durability });
  await claimStore(storeDir);

  const child = await spawnServer(options, storeDir);
  const exited = new Promise<ServerExit>((resolve) => {
    child.once("exit", (code, exitSignal) => resolve({ code, signal: exitSignal }));
  });
  const stop = () => stopServer(child, exited);
  const addresses = await readyOrStopped(child, exited, { storeDir, stop, options });
  return { ...addresses, pid: child.pid, exited, stop };
}

async function freeStore(storeDir: string): Promise<void> {
  const leftover = await stopLeftover(storeDir);
  if ("running" in leftover) {
    throw new Error(
      `the store ${storeDir} is in use: process ${leftover.owner} runs nats-server (${leftover.running}) on it. Stop that process, or choose another store with --store-dir / LONGSHORE_STORE_DIR`,
    );
  }
}

async function assertPortFree(port: number, setting: string): Promise<void> {
  if (port > 0 && !(await isPortFree(port)))
    throw new Error(await describePortTaken({ host: LOOPBACK, port }, setting));
}

type StartedProcess = ChildProcess & { readonly pid: number };

async function spawnServer(options: LaunchOptions, storeDir: string): Promise<StartedProcess> {
  await mkdir(dirname(options.logPath), { recursive: true });
  if (existsSync(options.logPath)) await rename(options.logPath, `${options.logPath}.previous`);
  const log = await open(options.logPath, "w");
  try {
    // The pid file is named here and not in the configuration, so that the command line names the store:
    // by that `leftover.ts` knows the server again.
    const args = ["--config", options.configPath, "--pid", pidFile(storeDir)];
    const child = spawn(options.binary, args, { detached: true, stdio: ["ignore", log.fd, log.fd] });
    if (hasStarted(child)) return child;
    const error = await new Promise<Error>((resolve) => child.once("error", resolve));
    throw new Error(`${options.binary} cannot be started: ${error.message}`, { cause: error });
  } finally {
    await log.close();
  }
}

function hasStarted(child: ChildProcess): child is StartedProcess {
  return child.pid !== undefined;
}

async function readyOrStopped(
  child: StartedProcess,
  exited: Promise<ServerExit>,
  launch: { readonly storeDir: string; readonly stop: () => Promise<void>; readonly options: LaunchOptions },
): Promise<ServerAddresses> {
  const { signal, logPath } = launch.options;
  const ended = new AbortController();
  void exited.then(() => ended.abort());
  const either = signal === undefined ? ended.signal : AbortSignal.any([ended.signal, signal]);
  try {
    return await waitUntilReady(launch.storeDir, child.pid, either);
  } catch (error) {
    const endedByItself = ended.signal.aborted;
    await launch.stop();
    if (!endedByItself) throw error;
    const log = (await readFile(logPath, "utf8")).trimEnd().split("\n").slice(-LOG_LINES).join("\n  ");
    throw new Error(`nats-server ended before it was ready. The end of its log (${logPath}):\n  ${log}`);
  }
}

async function stopServer(child: ChildProcess, exited: Promise<ServerExit>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}

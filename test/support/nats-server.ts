import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Durability } from "../../cli/nats-server/config-file.ts";
import { findNatsServer } from "../../cli/nats-server/find.ts";
import { launchNatsServer, type NatsServer } from "../../cli/nats-server/launch.ts";

export interface StartNatsOptions {
  /** Default `standard`. */
  readonly durability?: Durability;
  /** Default a new folder below the system's temporary one. A folder given here is kept by `stop()`. */
  readonly storeDir?: string;
  /** Default a free port. */
  readonly port?: number;
}

/** A real nats-server of a test's own. */
export interface TestNats {
  readonly url: string;
  readonly port: number;
  readonly storeDir: string;
  readonly monitorUrl: string;
  /** Clean shutdown; removes the store unless the test brought it. May be called again. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would be; resolves when the process is dead. The store stays for `restart()`. */
  kill(): Promise<void>;
  /** Starts it again, after a clean stop if it still runs: same port, same store. Resolves when it is ready. */
  restart(): Promise<void>;
}

/**
 * Starts a nats-server on loopback with JetStream and waits until it is ready (about 100 ms). The executable is
 * `LONGSHORE_TEST_NATS_SERVER`, else the one `longshore dev` would take.
 */
export async function startNats(options: StartNatsOptions = {}): Promise<TestNats> {
  const binary = await testBinary();
  const storeDir = options.storeDir ?? mkdtempSync(join(tmpdir(), "longshore-test-nats-"));
  const launch = (port: number, monitorPort: number) =>
    launchNatsServer({
      binary,
      storeDir,
      port,
      monitorPort,
      durability: options.durability ?? "standard",
      configPath: join(storeDir, "nats-server.conf"),
      logPath: join(storeDir, "nats-server.log"),
    });

  let server = await launch(options.port ?? -1, -1);
  killAtExit(server);
  const { url, port, monitorUrl, monitorPort } = server;
  return {
    url,
    port,
    storeDir,
    monitorUrl,
    async stop() {
      await server.stop();
      if (options.storeDir === undefined) await rm(storeDir, { recursive: true, force: true });
    },
    async kill() {
      if (running.has(server.pid)) process.kill(server.pid, "SIGKILL");
      await server.exited;
    },
    async restart() {
      await server.stop();
      server = await launch(port, monitorPort);
      killAtExit(server);
    },
  };
}

let foundBinary: Promise<string> | undefined;

/** The executable that tests run: `LONGSHORE_TEST_NATS_SERVER`, else what `longshore dev` would take. Looked for once. */
export function testBinary(): Promise<string> {
  foundBinary ??= findBinary();
  return foundBinary;
}

async function findBinary(): Promise<string> {
  const chosen = process.env["LONGSHORE_TEST_NATS_SERVER"];
  if (chosen) return chosen;
  const result = await findNatsServer();
  if ("binary" in result) return result.binary;
  throw new Error(result.message);
}

const running = new Set<number>();

/** A test that failed before its `stop()` must not leave a server: it is in no process group that would end with us. */
function killAtExit(server: NatsServer): void {
  if (running.size === 0) {
    process.once("exit", killRunning);
    process.once("SIGTERM", exitOnTerm);
  }
  running.add(server.pid);
  void server.exited.then(() => {
    running.delete(server.pid);
    if (running.size > 0) return;
    process.removeListener("exit", killRunning);
    process.removeListener("SIGTERM", exitOnTerm);
  });
}

function killRunning(): void {
  for (const pid of running) process.kill(pid, "SIGKILL");
}

/** vitest ends its processes this way, and "exit" is not emitted unless somebody listens. */
function exitOnTerm(): void {
  process.exit(143);
}

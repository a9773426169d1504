import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { formatNatsConfig, type NatsConfigOptions } from "../../cli/nats-config/format.ts";
import { waitUntilReady } from "../../cli/nats-server/ready.ts";
import { inboxPrefix } from "../../core/subject.ts";
import type { ConnectOptions } from "../../jetstream/connection.ts";
import { createNkey } from "../../jetstream/nkeys.ts";
import { declareUsers, type WorkerGroup } from "../../jetstream/permissions.ts";
import { type TestNats, testBinary } from "./nats-server.ts";

/** How one user connects. */
export type UserConnection = Pick<ConnectOptions, "url" | "access" | "inboxPrefix">;

/** A nats-server with the configuration that we ship, which ends with the test. */
export interface SecuredNats extends TestNats {
  /** How one of the users connects; `test` may do everything. */
  as(user: string): UserConnection;
  /** The path of a user's seed. */
  seedOf(user: string): string;
  /** What the server has refused so far, each line as `user: what`. */
  violations(): readonly string[];
  /** All that the server has logged. */
  log(): string;
}

/** The user of tests: it may do everything in the account. */
const TEST_USER = { user: "test", purpose: "tests", publish: [">"], subscribe: [">"] };

/**
 * Starts nats-server as `longshore admin nats-config` sets it up, with these groups of workers.
 *
 * @param options what of the configuration is to be otherwise
 * @param onEnd takes what ends the server; default: the end of the test
 */
export async function startSecuredNats(
  groups: readonly WorkerGroup[],
  options: Partial<NatsConfigOptions> = {},
  onEnd: (end: () => Promise<void>) => void = onTestFinished,
): Promise<SecuredNats> {
  const folder = mkdtempSync(join(tmpdir(), "longshore-test-secured-"));
  const seedOf = (user: string) => join(folder, `${user}.seed`);
  const userOf = new Map<string, string>();
  const makeKey = (user: string) => {
    const { seed, publicKey } = createNkey();
    writeFileSync(seedOf(user), seed, { mode: 0o600 });
    userOf.set(publicKey, user);
    return publicKey;
  };
  const users = [...declareUsers(groups), TEST_USER].map((each) => ({
    ...each,
    nkeys: [makeKey(each.user)],
  }));
  const config = formatNatsConfig({
    listen: "127.0.0.1:-1",
    monitorPort: -1,
    storeDir: join(folder, "store"),
    durability: "standard",
    maxFileBytes: 20e9,
    systemNkeys: [makeKey("system")],
    users,
    ...options,
  });
  const path = join(folder, "nats-server.conf");
  writeFileSync(path, `${config}\nports_file_dir: ${JSON.stringify(folder)}\n`);
  const logPath = join(folder, "nats-server.log");
  const launch = (more: readonly string[]) => launchServer(folder, path, logPath, more);
  let server = await launch([]);
  onEnd(async () => {
    await server.end("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });
  const { url, port, monitorUrl } = server;
  return {
    url,
    port,
    monitorUrl,
    storeDir: join(folder, "store"),
    stop: () => server.end("SIGTERM"),
    kill: () => server.end("SIGKILL"),
    async restart() {
      await server.end("SIGTERM");
      server = await launch(["--port", String(port)]);
    },
    seedOf,
    as: (user) => ({ url, access: { credentials: seedOf(user) }, inboxPrefix: inboxPrefix(user) }),
    log: () => readFileSync(logPath, "utf8"),
    violations: () =>
      readFileSync(logPath, "utf8")
        .split("\n")
        .filter((line) => /Violation/.test(line))
        .map((line) => describeViolation(line, userOf)),
  };
}

async function launchServer(folder: string, config: string, logPath: string, args: readonly string[]) {
  const log = openSync(logPath, "a");
  const child = spawn(await testBinary(), ["--config", config, ...args], { stdio: ["ignore", log, log] });
  closeSync(log);
  const ended = new AbortController();
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void exited.then(() => ended.abort());
  const addresses = await waitUntilReady(folder, child.pid ?? 0, ended.signal);
  return {
    ...addresses,
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      await exited;
    },
  };
}

function describeViolation(line: string, userOf: ReadonlyMap<string, string>): string {
  const nkey = /nkey:(U[A-Z2-7]+)/.exec(line)?.[1] ?? "";
  const what = /((?:Publish|Subscription) Violation.*)$/.exec(line)?.[1] ?? line;
  return `${userOf.get(nkey) ?? nkey}: ${what}`;
}

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { waitUntilReady } from "../../cli/nats-server/ready.ts";
import { runCommandLine } from "../../cli/program.ts";
import { inboxPrefix } from "../../core/subject.ts";
import { type Connection, connectNats } from "../../jetstream/connection.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { testBinary } from "../support/nats-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";

/** The command, in a folder of the test's own. */
function setUp() {
  const cwd = temporaryFolder();
  const run = async (...args: readonly string[]) => {
    const terminal = captureTerminal({ cwd });
    const code = await runCommandLine(["admin", "nats-config", ...args], terminal);
    return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
  };
  const inFolder = (name: string) => join(cwd, "nats", name);
  const config = () => readFileSync(inFolder("nats-server.conf"), "utf8");
  return { cwd, run, inFolder, config };
}

/** What a server does with a configuration file that is there, until the test ends. */
async function serve(path: string) {
  const folder = temporaryFolder();
  const shipped = readFileSync(path, "utf8");
  const running = join(folder, "running.conf");
  // Only the ports are others: whichever are free.
  const write = (text: string) => {
    const anyPort = text.replace(/^http: .*$/m, 'http: "127.0.0.1:-1"');
    writeFileSync(
      running,
      `${anyPort}
ports_file_dir: ${JSON.stringify(folder)}
`,
    );
  };
  write(shipped);
  const child = spawn(await testBinary(), ["--config", running, "--port", "-1"], { stdio: "ignore" });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const ended = new AbortController();
  void exited.then(() => ended.abort());
  const addresses = await waitUntilReady(folder, child.pid ?? 0, ended.signal);
  return {
    ...addresses,
    reload() {
      write(readFileSync(path, "utf8"));
      child.kill("SIGHUP");
    },
  };
}

async function connectAs(
  user: string,
  url: string,
  credentials: string,
  onDisconnect?: () => void,
): Promise<Connection> {
  const connection = await connectNats({
    url,
    name: user,
    access: { credentials },
    inboxPrefix: inboxPrefix(user),
  });
  if (onDisconnect !== undefined) connection.onDisconnect(onDisconnect);
  onTestFinished(() => connection.close());
  return connection;
}

const BASE = ["--store-dir", "store"];

test("each user gets a seed that only its owner may read, and keeps it when the configuration is written anew", async () => {
  const { run, inFolder, config } = setUp();
  const groups = ["--worker-group", "images=resize,crop", "--queues", "default"];
  expect(await run(...BASE, ...groups)).toMatchObject({ code: 0 });
  const users = ["gateway", "scheduler", "monitor", "worker-images", "worker", "admin", "system"];
  const seeds = users.map((user) => readFileSync(inFolder(`${user}.seed`), "utf8"));
  for (const user of users) expect(statSync(inFolder(`${user}.seed`)).mode & 0o777).toBe(0o600);
  expect(new Set(seeds).size).toBe(users.length);
  const first = config();
  for (const seed of seeds) expect(first).not.toContain(seed.trim());

  await run(...BASE, ...groups);
  expect(config()).toBe(first);
  expect((await run(...BASE, ...groups, "--print")).stdout).toBe(first);
});

test.each([
  [["--worker-group", "images"], /It must be name=queue/],
  [["--worker-group", "Images=a"], /a lower-case letter/],
  [["--worker-group", "images=a,B"], /"B" is no queue/],
  [["--worker-group", "a=x", "--worker-group", "a=y"], /given twice/],
  [["--rotate", "nobody"], /the users are gateway, scheduler/],
  [["--max-file", "1GiB"], /10GiB or more/],
  [["--tls-cert", "c.pem"], /TLS needs both/],
  [["--listen", "nowhere"], /host:port/],
  [["--print", "--rotate", "gateway"], /not together with --print/],
])("%j is refused, and nothing is written", async (args, why) => {
  const { run, config } = setUp();
  expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(why) });
  expect(config).toThrow(/ENOENT/);
});

test("a seed is rotated without a moment in which its user cannot connect", async () => {
  const { run, inFolder } = setUp();
  await run(...BASE);
  const server = await serve(inFolder("nats-server.conf"));
  const losses: string[] = [];
  const gateway = await connectAs("gateway", server.url, inFolder("gateway.seed"), () =>
    losses.push("gateway"),
  );

  expect(await run(...BASE, "--rotate", "gateway")).toMatchObject({ code: 0 });
  expect(await run(...BASE, "--rotate", "gateway")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/rotated already/),
  });
  server.reload();
  // Both seeds are good now: the one that a running process came in with, and the new one.
  await eventuallyTrue("the new seed is let in", async () => {
    const connecting = connectAs("gateway", server.url, inFolder("gateway.seed"));
    return connecting.then(
      () => true,
      () => false,
    );
  });
  await connectAs("gateway", server.url, inFolder("gateway.previous.seed"));
  await gateway.nc.flush();
  expect(losses).toEqual([]);

  // The process has the path of the new seed, and reads it when it has to connect anew.
  const old = inFolder("gateway.previous.seed");
  const oldCopy = join(temporaryFolder(), "old.seed");
  writeFileSync(oldCopy, readFileSync(old), { mode: 0o600 });
  rmSync(old);
  await run(...BASE);
  const isBack = Promise.withResolvers<void>();
  gateway.onReconnect(isBack.resolve);
  server.reload();
  await isBack.promise;
  expect(losses).toEqual(["gateway"]);
  await gateway.jsm.getAccountInfo();
  await expect(connectAs("gateway", server.url, oldCopy)).rejects.toThrow(/does not let this process in/);
});

test("S68: the configuration is one that nats-server takes, with TLS and without, standard and strict", async () => {
  const { run, inFolder, config, cwd } = setUp();
  makeCertificates(cwd);
  const binary = await testBinary();
  const tls = [
    "--tls-cert",
    join(cwd, "server.pem"),
    "--tls-key",
    join(cwd, "server.key"),
    "--tls-ca",
    join(cwd, "ca.pem"),
  ];
  for (const durability of ["standard", "strict"]) {
    for (const more of [[], tls]) {
      await run(...BASE, "--durability", durability, ...more);
      execFileSync(binary, ["-t", "-c", inFolder("nats-server.conf")], { cwd, stdio: "pipe" });
      expect(config()).toMatch(durability === "strict" ? /sync_interval: always/ : /sync_interval: "1s"/);
      expect(config()).not.toMatch(/^\s*(trace|debug|no_auth_user|password|user)\b/m);
    }
  }
});

test("S68: a living server of it keeps the limits, shows its monitoring to this machine only, and lets nobody in without a key", async () => {
  const { run, inFolder } = setUp();
  await run(...BASE, "--listen", "0.0.0.0:4222");
  const server = await serve(inFolder("nats-server.conf"));
  const varz = (await (await fetch(`${server.monitorUrl}/varz`)).json()) as Record<string, unknown>;
  expect(varz).toMatchObject({
    http_host: "127.0.0.1",
    auth_required: true,
    max_connections: 4096,
    max_subscriptions: 4096,
    max_payload: 1024 ** 2,
    max_pending: 64 * 1024 ** 2,
    max_control_line: 4096,
    system_account: "SYS",
  });
  await expect(connectNats({ url: server.url, name: "nobody" })).rejects.toThrow(
    /does not let this process in/,
  );
  const admin = await connectAs("admin", server.url, inFolder("admin.seed"));
  const { limits } = await admin.jsm.getAccountInfo();
  expect(limits).toMatchObject({ max_streams: 64, max_consumers: 10_000, max_storage: 64 * 1024 ** 3 });
  await expect(admin.nc.request("$SYS.REQ.SERVER.PING", "", { timeout: 1_000 })).rejects.toThrow(
    /Permissions Violation/,
  );
  const system = await connectNats({
    url: server.url,
    name: "system",
    access: { credentials: inFolder("system.seed") },
  });
  onTestFinished(() => system.close());
  expect((await system.nc.request("$SYS.REQ.SERVER.PING", "", { timeout: 2_000 })).json()).toHaveProperty(
    "server",
  );
});

test("S68: with TLS a client must show a certificate of the authority, and talks to no server that it does not know", async () => {
  const { run, inFolder, cwd } = setUp();
  makeCertificates(cwd);
  const file = (name: string) => join(cwd, name);
  await run(
    ...BASE,
    "--tls-cert",
    file("server.pem"),
    "--tls-key",
    file("server.key"),
    "--tls-ca",
    file("ca.pem"),
  );
  const server = await serve(inFolder("nats-server.conf"));
  // The library compares names, and no IP addresses.
  const url = server.url.replace("127.0.0.1", "localhost");
  const credentials = inFolder("gateway.seed");
  const access = { credentials, ca: file("ca.pem"), cert: file("client.pem"), key: file("client.key") };
  const connection = await connectNats({
    url,
    name: "gateway",
    access,
    inboxPrefix: inboxPrefix("gateway"),
  });
  onTestFinished(() => connection.close());
  await connection.jsm.getAccountInfo();

  const problems: Record<string, string> = {};
  const attempts = {
    "without a certificate": { credentials, ca: file("ca.pem") },
    "of another authority": { ...access, cert: file("other.pem"), key: file("other.key") },
    "to an unknown server": { credentials, cert: file("client.pem"), key: file("client.key") },
  };
  for (const [name, each] of Object.entries(attempts)) {
    const ending = new AbortController();
    const onStatus = (status: { readonly kind: string; readonly problem?: string }) => {
      if (status.kind !== "waiting") return;
      problems[name] = status.problem ?? "";
      ending.abort(new Error("seen"));
    };
    await connectNats({ url, name, access: each, onStatus }, ending.signal).then(
      () => (problems[name] = "let in"),
      (error: Error) => (problems[name] ??= error.message),
    );
  }
  expect(problems).toEqual({
    // The server ends the connection without a word that the library would pass on.
    "without a certificate": "timeout",
    "of another authority": "timeout",
    "to an unknown server": expect.stringMatching(/unable to verify/),
  });
});

/** An authority, a server's certificate for localhost and a client's; and a client's of another authority. */
function makeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  for (const name of ["ca", "other-ca"])
    openssl(
      "req",
      "-x509",
      ...newKey,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      "-subj",
      `/CN=${name}`,
      "-days",
      "2",
    );
  for (const [name, ca] of [
    ["server", "ca"],
    ["client", "ca"],
    ["other", "other-ca"],
  ] as const) {
    const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost"];
    openssl(
      "req",
      "-x509",
      ...newKey,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      ...subject,
      "-days",
      "2",
      "-CA",
      `${ca}.pem`,
      "-CAkey",
      `${ca}.key`,
    );
  }
}

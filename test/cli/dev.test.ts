import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseEnvironment } from "../../cli/environment-file.ts";
import { runCommandLine } from "../../cli/program.ts";
import { isPortFree } from "../../runtime/port-holder.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startNats } from "../support/nats-server.ts";
import { PUPPETS } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";
import { FREE_PORTS, startCommand } from "./dev-process.ts";

const RUNNING = /^Ctrl-C stops everything/;

function readEnv(cwd: string) {
  return parseEnvironment(readFileSync(join(cwd, ".longshore", "env"), "utf8"));
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? "").port);
}

async function runIn(cwd: string, ...args: readonly string[]) {
  const terminal = captureTerminal({ cwd });
  return { code: await runCommandLine(args, terminal), stdout: terminal.stdout() };
}

test("brings everything up, shows a task run, and leaves nothing behind", async () => {
  const cwd = temporaryFolder();
  const dev = await startCommand(["dev", ...FREE_PORTS], cwd);
  await dev.line(RUNNING);
  const env = readEnv(cwd);
  expect(Object.keys(env)).toEqual([
    "LONGSHORE_API_KEY",
    "LONGSHORE_GRPC_URL",
    "LONGSHORE_HTTP_URL",
    "LONGSHORE_NATS_URL",
  ]);
  for (const file of ["env", "dev-key", "longshore.log"])
    expect(statSync(join(cwd, ".longshore", file)).mode & 0o777).toBe(0o600);
  const ready = await fetch(`${env["LONGSHORE_HTTP_URL"]}/readyz`);
  expect(ready.status).toBe(200);

  dev.kill("SIGINT");
  const { code, stdout, stderr } = await dev.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const step of ["tasks", "NATS", "store", "services"])
    expect(stdout).toMatch(new RegExp(`^ok +${step} .*\\(.+ m?s\\)$`, "m"));
  expect(stdout).toContain(`API key: ${env["LONGSHORE_API_KEY"]}\n`);
  expect(stdout).toMatch(/progress +100 of \d+ \(\d+%\)/);
  expect(stdout).toMatch(/succeeded +attempt 1\n/);
  expect(stdout).toMatch(/SCORE +TITLE +ALIKE +PATH\n +\d+\.\d/);
  expect(stdout.match(/^stopped \w+/gm)).toEqual([
    "stopped gateway",
    "stopped worker",
    "stopped scheduler",
    "stopped monitor",
    "stopped NATS",
  ]);
  for (const key of ["LONGSHORE_GRPC_URL", "LONGSHORE_HTTP_URL", "LONGSHORE_NATS_URL"])
    expect(await isPortFree(portOf(env[key]))).toBe(true);
});

test("a second start finds the tasks and the key of the first", async () => {
  const cwd = temporaryFolder();
  const args = ["dev", "--tasks", PUPPETS, ...FREE_PORTS];
  const first = await startCommand(args, cwd);
  await first.line(RUNNING);
  const key = readEnv(cwd)["LONGSHORE_API_KEY"];
  const later = await runIn(cwd, "task", "submit", "inline_puppet", "--delay", "1h");
  first.kill("SIGTERM");
  expect((await first.ended).code).toBe(0);

  const second = await startCommand(args, cwd);
  await second.line(RUNNING);
  expect(readEnv(cwd)["LONGSHORE_API_KEY"]).toBe(key);
  const found = await runIn(cwd, "task", "get", later.stdout.trim());
  expect(found).toMatchObject({ code: 0, stdout: expect.stringMatching(/^state +SCHEDULED$/m) });
});

test("a port that is taken is named with its process and its setting, and nothing is left running", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const cwd = temporaryFolder();
  const dev = await startCommand(
    ["dev", "--tasks", PUPPETS, ...FREE_PORTS, "--http-address", `127.0.0.1:${port}`],
    cwd,
  );
  const { code, stdout, stderr } = await dev.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`port ${port} .*taken by process ${process.pid} .*LONGSHORE_HTTP_ADDRESS`),
  );
  expect(stdout).toMatch(/stopped worker.*stopped NATS/s);
});

test("a NATS that is named is waited for, used, and left running", async () => {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  await nats.kill();
  const dev = await startCommand(["dev", "--tasks", PUPPETS, ...FREE_PORTS], temporaryFolder(), {
    LONGSHORE_NATS_URL: nats.url,
  });
  await dev.line(/NATS +waiting for it/);
  await nats.restart();
  expect(await dev.line(/^ok +NATS/)).toContain("not started here");
  await dev.line(RUNNING);
  dev.kill("SIGINT");
  const { code, stdout } = await dev.ended;
  expect(code).toBe(0);
  expect(stdout).not.toContain("stopped NATS");
  expect(await isPortFree(nats.port)).toBe(false);
});

test("told to stop in the middle of the start, it stops cleanly", async () => {
  const dev = await startCommand(["dev", ...FREE_PORTS], temporaryFolder(), {
    LONGSHORE_NATS_URL: "nats://127.0.0.1:1",
  });
  await dev.line(/NATS +waiting for it/);
  dev.kill("SIGINT");
  expect(await dev.ended).toMatchObject({ code: 0, stderr: "" });
});

test("a NATS that was killed is started again, with what it had stored", async () => {
  const cwd = temporaryFolder();
  const dev = await startCommand(["dev", "--tasks", PUPPETS, ...FREE_PORTS], cwd);
  await dev.line(RUNNING);
  const { stdout: id } = await runIn(cwd, "task", "submit", "inline_puppet", "--delay", "1h");
  const pidFile = join(cwd, ".longshore", "nats", "nats-server.pid");
  const pid = readFileSync(pidFile, "utf8");
  process.kill(Number(pid), "SIGKILL");

  await eventuallyTrue("another NATS runs", () => readFileSync(pidFile, "utf8") !== pid);
  await eventuallyTrue("the gateway answers", async () => {
    return (await runIn(cwd, "task", "get", id.trim())).code === 0;
  });
  dev.kill("SIGINT");
  const { code, stderr } = await dev.ended;
  expect(code).toBe(0);
  expect(stderr).toContain("nats-server was ended by SIGKILL");
  expect(stderr).toContain("nats-server runs again");
});

test("a second signal ends it at once, and NATS does not outlive it", async () => {
  const cwd = temporaryFolder();
  const dev = await startCommand(["dev", "--tasks", PUPPETS, ...FREE_PORTS, "--drain-timeout", "1h"], cwd);
  await dev.line(RUNNING);
  const payload = JSON.stringify({ acts: [{ do: "wait_for_file", path: join(cwd, "never") }] });
  const { stdout: id } = await runIn(cwd, "task", "submit", "inline_puppet", "--payload", payload);
  await eventuallyTrue("the task runs", async () =>
    /^state +RUNNING$/m.test((await runIn(cwd, "task", "get", id.trim())).stdout),
  );
  const { LONGSHORE_NATS_URL } = readEnv(cwd);
  dev.kill("SIGINT");
  await dev.line(/^Stopping; /);
  await dev.line(/^stopped gateway/);
  // Two of the same kind within 400 ms are taken for one Ctrl-C that npm has passed on.
  dev.kill("SIGTERM");
  expect(await dev.ended).toMatchObject({ code: 143 });
  await eventuallyTrue("NATS has ended", () => isPortFree(portOf(LONGSHORE_NATS_URL)));
});

test("a module without tasks is refused before anything starts", async () => {
  const dev = await startCommand(["dev", "--tasks", "missing.ts"], temporaryFolder());
  const { code, stdout, stderr } = await dev.ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("missing.ts: no such file");
});

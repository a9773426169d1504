import { expect, onTestFinished, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { startNats } from "../support/nats-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";

async function setUp() {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  const cwd = temporaryFolder();
  const run = async (...args: readonly string[]) => {
    const terminal = captureTerminal({ cwd, env: { LONGSHORE_NATS_URL: nats.url } });
    const code = await runCommandLine(args, terminal);
    return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
  };
  expect((await run("provision")).code).toBe(0);
  return run;
}

test("keys are made, listed, rotated and revoked from the command line", async () => {
  const run = await setUp();
  const made = await run("key", "create", "--project", "acme", "--label", "web shop", "-o", "json");
  const { id, key, role } = JSON.parse(made.stdout) as Record<string, string>;
  expect({ role, key }).toEqual({ role: "submitter", key: expect.stringMatching(/^lsk_[0-9a-f]{16}_/) });
  await run("key", "create", "--project", "other", "--role", "admin");

  const list = await run("key", "list", "--project", "acme");
  expect(list.stdout).toMatch(/^ID +PROJECT +ROLE +CREATED/);
  expect(list.stdout).toMatch(new RegExp(`^${id} +acme +submitter +\\S+ \\S+ +never +never +web shop$`, "m"));
  expect(list.stdout).not.toMatch(/other/);
  const all = await run("key", "list", "-o", "json");
  expect((JSON.parse(all.stdout) as { keys: unknown[] }).keys).toHaveLength(2);
  expect(all.stdout).not.toMatch(/hash/);

  const rotated = await run("key", "rotate", id ?? "", "--overlap", "1h");
  expect(rotated.stdout).toMatch(/^lsk_/);
  expect(rotated.stderr).toMatch(new RegExp(`^${id} is valid until `, "m"));
  expect((await run("key", "revoke", id ?? "")).stdout).toBe(`${id} is revoked.\n`);
  expect((await run("key", "list")).stdout).not.toMatch(new RegExp(`^${id}`, "m"));
  expect(await run("key", "revoke", id ?? "")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no key has the id/),
  });
});

test("a role, an id or a time that is none is refused before anything is stored", async () => {
  const run = await setUp();
  for (const [args, problem] of [
    [["create", "--project", "acme", "--role", "root"], /one of viewer, submitter, operator, admin/],
    [["create", "--project", "Acme"], /--project/],
    [["create", "--project", "acme", "--expires", "soon"], /a number with a unit/],
    [["revoke", "x"], /16 digits/],
  ] as const) {
    const { code, stderr } = await run("key", ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(problem)]);
  }
  expect((await run("key", "list")).stdout).toBe("");
});

test("limits of keys and projects are set, shown and taken back from the command line", async () => {
  const run = await setUp();
  const made = await run(
    ...["key", "create", "--project", "acme", "--rate", "100", "--burst", "200", "-o", "json"],
  );
  const { id, limits } = JSON.parse(made.stdout) as { id: string; limits: object };
  expect(limits).toEqual({ requestsPerSecond: 100, requestBurst: 200 });

  const changed = await run("key", "update", id, "--burst", "0", "--max-payload", "64KiB");
  expect(changed.stdout).toMatch(/^rate +100 calls\/s +set$/m);
  expect(changed.stdout).toMatch(/^burst +100000 calls +default$/m);
  expect(changed.stdout).toMatch(/^max-payload +64KiB +set$/m);

  await run("project", "set", "acme", "--max-queued", "5000", "--min-interval", "1m");
  await run("project", "set", "acme", "--rate", "0.5");
  const shown = await run("project", "show", "acme", "-o", "json");
  expect(JSON.parse(shown.stdout)).toMatchObject({
    project: "acme",
    limits: { requestsPerSecond: 0.5, maxQueued: 5_000, minScheduleIntervalMs: 60_000, maxSchedules: 1_000 },
    set: ["requestsPerSecond", "maxQueued", "minScheduleIntervalMs"],
  });
  for (const [args, problem] of [
    [["project", "set", "acme"], /name a limit: --rate, --burst/],
    [["project", "set", "Acme", "--rate", "1"], /no name of a project/],
    [["key", "update", id, "--rate", "-1"], /must be from 0.01/],
    [["key", "update", id, "--max-payload", "much"], /a number with a unit/],
    [["key", "update", id, "--max-queued", "1"], /unknown option/],
  ] as const) {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(problem)]);
  }
});

import { jetstreamManager } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";
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
  return { nats, run };
}

test("doctor says what is missing and changes nothing; provision creates it", async () => {
  const { run } = await setUp();
  for (const _twice of [1, 2]) {
    const { code, stdout } = await run("doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {2}streams +missing: TASKS, EVENTS/m);
  }
  const created = await run("provision", "--queue", "reports");
  expect(created.code).toBe(0);
  expect(created.stdout).toMatch(/^created {2}TASKS$/m);
  expect(created.stdout).toMatch(/^created {2}TASKS > reports-high$/m);
  expect((await run("provision")).stdout).toBe("Everything is as declared.\n");
  expect((await run("doctor")).stdout).toMatch(/^ok {4}streams +all as declared, queues reports$/m);
});

test("doctor finds tasks that wait where no worker takes them, and queues that are paused", async () => {
  const { nats, run } = await setUp();
  await run("provision", "--queue", "reports", "--queue", "images", "--queue", "empty");
  const nc = await connect({ servers: nats.url });
  onTestFinished(() => nc.close());
  for (const queue of ["reports", "images"]) await nc.request(`tasks.${queue}.normal.acme.1`);
  await (await new Kvm(nc).open("queues")).put("images", '{"version":1,"paused":true}');

  const { stdout } = await run("doctor");
  expect(stdout).toMatch(/^warn {2}queue +reports has no worker, tasks that wait: 1$/m);
  expect(stdout).toMatch(/^warn {2}queue +images is paused, tasks that wait: 1$/m);
  expect(stdout).not.toMatch(/queue +empty/);
});

test("what an operator changed is reported by doctor, and corrected by provision", async () => {
  const { nats, run } = await setUp();
  await run("provision", "--queue", "reports");
  const nc = await connect({ servers: nats.url });
  onTestFinished(() => nc.close());
  const jsm = await jetstreamManager(nc);
  const { config } = await jsm.streams.info("AUDIT");
  await jsm.streams.update("AUDIT", { ...config, max_bytes: 1_000_000 });
  await jsm.consumers.update("TASKS", "reports-low", { max_ack_pending: 7 });

  const { stdout } = await run("doctor");
  expect(stdout).toMatch(/^warn {2}streams +AUDIT: max_bytes is 1000000, declared is \d+$/m);
  expect(stdout).toMatch(/^warn {2}streams +TASKS > reports-low: max_ack_pending is 7/m);
  const report = JSON.parse((await run("provision", "-o", "json")).stdout) as { drift: object[] };
  expect(report.drift).toEqual([
    expect.objectContaining({ object: "AUDIT", field: "max_bytes", found: 1_000_000, corrected: true }),
    expect.objectContaining({ object: "TASKS > reports-low", field: "max_ack_pending", corrected: true }),
  ]);
  expect((await run("provision")).stdout).toBe("Everything is as declared.\n");
});

test("a key cannot be made before there is a place for it", async () => {
  const { run } = await setUp();
  const { code, stdout, stderr } = await run("key", "create", "--project", "acme");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("longshore provision");
});

test("a password in the address of NATS is shown nowhere", async () => {
  const { nats, run } = await setUp();
  const url = nats.url.replace("//", "//operator:s3cret@");
  const found = await run("doctor", "--nats-url", url);
  await nats.stop();
  const lost = await run("provision", "--nats-url", url);
  expect(found.stdout).toContain(`with JetStream at ${nats.url}`);
  expect(lost.stderr).toContain(`NATS cannot be reached at ${nats.url}`);
  expect(found.stdout + found.stderr + lost.stdout + lost.stderr).not.toContain("s3cret");
});

import { expect, onTestFinished, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { eventually } from "../support/eventually.ts";
import { startNats } from "../support/nats-server.ts";
import { PUPPETS } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { captureTerminal } from "./captured-terminal.ts";
import { startCommand } from "./dev-process.ts";

const SERVICES = [
  ["monitor", "--monitor-address", "127.0.0.1:0"],
  ["scheduler"],
  ["worker", "--tasks", PUPPETS],
  ["gateway", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0"],
];

test("each service runs as a process of its own, is seen by doctor, and stops with 0", async () => {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  const cwd = temporaryFolder();
  const run = async (...args: readonly string[]) => {
    const terminal = captureTerminal({ cwd, env: { LONGSHORE_NATS_URL: nats.url } });
    await runCommandLine(args, terminal);
    return terminal.stdout();
  };
  await run("provision");
  const services = await Promise.all(
    SERVICES.map((args) => startCommand([...args, "--nats-url", nats.url], cwd)),
  );
  await eventually("doctor sees all four", async () => {
    const seen = (await run("doctor")).match(/^ok {4}(gateway|worker|scheduler|monitor) /gm) ?? [];
    return seen.length === SERVICES.length ? seen : undefined;
  });
  for (const service of services) {
    service.kill("SIGTERM");
    expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
  }
});

test("a service that cannot start says why and does not stay", async () => {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  const monitor = await startCommand(["monitor", "--nats-url", nats.url], temporaryFolder());
  const { code, stderr } = await monitor.ended;
  expect(code).toBe(1);
  expect(stderr).toContain("longshore provision");
});

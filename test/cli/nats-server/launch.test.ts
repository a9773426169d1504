import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it, onTestFinished } from "vitest";
import { type LaunchOptions, launchNatsServer, type NatsServer } from "../../../cli/nats-server/launch.ts";
import { isPortFree } from "../../../runtime/port-holder.ts";
import { testBinary } from "../../support/nats-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("launching a nats-server", () => {
  it("is ready for JetStream when it resolves, and ends cleanly when stopped", async () => {
    const server = await launch(await options());

    await storeMessage(server.url, "ready");
    await server.stop();
    await server.stop();

    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it("finds what was stored when it is launched again with the same store", async () => {
    const again = await options();
    const first = await launch(again);
    await storeMessage(first.url, "kept");
    await first.stop();

    const second = await launch(again);

    expect(await lastMessage(second.url)).toBe("kept");
    expect(existsSync(`${again.logPath}.previous`)).toBe(true);
  });

  it("keeps what was acknowledged when it is killed", async () => {
    const again = await options();
    const first = await launch(again);
    await storeMessage(first.url, "acknowledged");
    process.kill(first.pid, "SIGKILL");
    expect(await first.exited).toEqual({ code: null, signal: "SIGKILL" });

    const second = await launch(again);

    expect(await lastMessage(second.url)).toBe("acknowledged");
  });

  it("names the port, the process that holds it and the setting when the port is taken", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void holder.close());
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    const launching = launch({ ...(await options()), port });

    await expect(launching).rejects.toThrow(`port ${port} on 127.0.0.1 is taken by process ${process.pid} (`);
    await expect(launching).rejects.toThrow("choose another port with LONGSHORE_NATS_PORT");
  });

  it("shows the end of the log when the server ends before it is ready", async () => {
    const broken = await options();
    writeFileSync(join(broken.storeDir, "jetstream"), "a file where JetStream wants its folder");

    await expect(launch(broken)).rejects.toThrow(/ended before it was ready[\s\S]*\[FTL\]/);
  });

  it("says so when the executable cannot be started", async () => {
    const missing = { ...(await options()), binary: "/nowhere/nats-server" };

    await expect(launch(missing)).rejects.toThrow(/\/nowhere\/nats-server cannot be started: .*ENOENT/);
  });

  it("refuses a store whose server is in use, and leaves that server alone", async () => {
    const again = await options();
    const first = await launch(again);

    await expect(launch(again)).rejects.toThrow(
      `in use: process ${process.pid} runs nats-server (${first.pid})`,
    );

    await storeMessage(first.url, "still there");
  });

  it("stops the server that a killed launcher has left behind, and keeps its data", async () => {
    const again = await options();
    const orphan = await launchAndKillLauncher(again);
    await storeMessage(orphan.url, "from before");

    const server = await launch(again);

    expect(await lastMessage(server.url)).toBe("from before");
    expect(await isPortFree(orphan.port)).toBe(true);
  });

  it("does not take another process for a leftover when the pid file is stale", async () => {
    const again = await options();
    writeFileSync(join(again.storeDir, "nats-server.pid"), String(process.pid));

    await expect(launch(again)).resolves.toMatchObject({ pid: expect.any(Number) });
  });

  it("gives up and leaves no server when it is aborted", async () => {
    const aborted = { ...(await options()), signal: AbortSignal.abort(new Error("Ctrl-C")) };

    await expect(launch(aborted)).rejects.toThrow("Ctrl-C");
    expect(existsSync(aborted.logPath)).toBe(false);
  });
});

async function options(): Promise<LaunchOptions> {
  const storeDir = temporaryFolder();
  return {
    binary: await testBinary(),
    storeDir,
    port: -1,
    monitorPort: -1,
    configPath: join(storeDir, "nats-server.conf"),
    logPath: join(storeDir, "nats-server.log"),
  };
}

/** Launches for the running test, which stops it when it has finished. */
async function launch(given: LaunchOptions) {
  const server = await launchNatsServer(given);
  onTestFinished(() => server.stop());
  return server;
}

type Orphan = Pick<NatsServer, "url" | "port" | "pid">;

/** A launcher in a process of its own that dies by SIGKILL once its server is ready. */
async function launchAndKillLauncher(given: LaunchOptions): Promise<Orphan> {
  const module = join(import.meta.dirname, "../../../cli/nats-server/launch.ts");
  const script = `import { launchNatsServer } from ${JSON.stringify(module)};
const { url, port, pid } = await launchNatsServer(${JSON.stringify(given)});
process.stdout.write(JSON.stringify({ url, port, pid }), () => process.kill(process.pid, "SIGKILL"));`;
  const launcher = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  launcher.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    launcher.once("close", (...end) => resolve(end));
  });
  expect([code, signal]).toEqual([null, "SIGKILL"]);
  const orphan = JSON.parse(output) as Orphan;
  expect(readFileSync(join(given.storeDir, "nats-server.pid"), "utf8")).toBe(String(orphan.pid));
  return orphan;
}

async function storeMessage(url: string, text: string): Promise<void> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: "KEEP", subjects: ["keep"] });
  await jetstream(connection).publish("keep", text);
  await connection.close();
}

async function lastMessage(url: string): Promise<string | undefined> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  const message = await manager.streams.getMessage("KEEP", { last_by_subj: "keep" });
  await connection.close();
  return message?.string();
}

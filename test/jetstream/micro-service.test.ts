import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { registerMicroService } from "../../jetstream/micro-service.ts";
import { startStore, type TestStore } from "../support/store.ts";

const STARTED = new Date("2026-01-02T03:04:05.000Z");

function register({ connection }: TestStore, id: string) {
  const service = {
    name: "longshore-monitor",
    id,
    version: "1.2.3",
    description: "Follows what happens to tasks",
    metadata: { host: "box", pid: "42" },
  };
  return registerMicroService(connection, service, STARTED);
}

async function ask({ connection }: TestStore, subject: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const reply of await connection.nc.requestMany(subject, "", { maxWait: 300 })) {
    answers.push(reply.json());
  }
  return answers;
}

test("it answers PING, INFO and STATS of NATS' service protocol", async () => {
  const store = await startStore({ queues: [] });
  onTestFinished(register(store, "m1"));
  const identity = {
    name: "longshore-monitor",
    id: "m1",
    version: "1.2.3",
    metadata: { host: "box", pid: "42" },
  };
  for (const subject of ["$SRV.PING", "$SRV.PING.longshore-monitor", "$SRV.PING.longshore-monitor.m1"]) {
    expect(await ask(store, subject)).toEqual([{ type: "io.nats.micro.v1.ping_response", ...identity }]);
  }
  expect(await ask(store, "$SRV.INFO.longshore-monitor")).toMatchObject([
    { ...identity, description: "Follows what happens to tasks", endpoints: [] },
  ]);
  expect(await ask(store, "$SRV.STATS.longshore-monitor")).toMatchObject([
    { ...identity, started: "2026-01-02T03:04:05.000Z" },
  ]);
  await expect(ask(store, "$SRV.PING.another")).rejects.toThrow(/no responders/);
});

test("the nats command lists every instance, and no longer once it has ended", async () => {
  const command = await natsCommand();
  if (command === undefined) return;
  const store = await startStore({ queues: [] });
  onTestFinished(register(store, "m1"));
  const end = register(store, "m2");
  const list = async () => (await command(["--server", store.nats.url, "micro", "ls", "--json"])).trim();
  const names = async () =>
    (JSON.parse(await list()) as { name: string; id: string }[])
      .map(({ name, id }) => `${name} ${id}`)
      .toSorted();
  expect(await names()).toEqual(["longshore-monitor m1", "longshore-monitor m2"]);
  end();
  expect(await names()).toEqual(["longshore-monitor m1"]);
});

/** The `nats` command, where it is installed: it is no part of Longshore. */
async function natsCommand(): Promise<((args: readonly string[]) => Promise<string>) | undefined> {
  const run = promisify(execFile);
  try {
    await run("nats", ["--version"]);
  } catch {
    return undefined;
  }
  return async (args) => (await run("nats", [...args])).stdout;
}

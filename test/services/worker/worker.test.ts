import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createLog } from "../../../runtime/log.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { loadTasks } from "../../../services/worker/load-tasks.ts";
import { workerSettings } from "../../../services/worker/settings.ts";
import { createWorker } from "../../../services/worker/worker.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { startNats } from "../../support/nats-server.ts";
import { PUPPETS } from "../../support/start-stack.ts";
import { connectTo, startStore } from "../../support/store.ts";

async function createOn(url: string) {
  const tasks = await loadTasks([PUPPETS]);
  if (!tasks.ok) throw new Error(tasks.problem);
  return createWorker({
    connection: await connectTo({ url }),
    settings: loadSettings(workerSettings, {}, { concurrency: "2" }),
    log: createLog({ service: "test", instance: "test", level: "silent" }),
    version: "0.0.0",
    instance: "test-worker",
    tasks,
    env: process.env,
  });
}

/** Processes that this one has started and that are still there. */
function childrenOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter((child) => child !== "");
}

test("a worker that cannot start leaves no child process behind", async () => {
  const nats = await startNats();
  const before = childrenOf(process.pid);
  // The store has not been provisioned.
  const worker = await createOn(nats.url);

  await expect(worker.start()).rejects.toThrow();

  await eventuallyTrue("the children are gone", () => childrenOf(process.pid).length === before.length);
  await nats.stop();
});

test("may be stopped before it is started, and stopped twice", async () => {
  const { nats } = await startStore();
  const before = childrenOf(process.pid);
  const early = await createOn(nats.url);
  await early.stop();
  await early.start();

  const worker = await createOn(nats.url);
  await Promise.all([worker.start(), worker.start()]);
  expect(worker.problems()).toEqual([]);
  const poolChildren = childrenOf(process.pid).filter((child) =>
    readFileSync(`/proc/${child}/cmdline`, "latin1").includes("/pool/child."),
  );
  expect(poolChildren).toHaveLength(2);
  await Promise.all([worker.stop(), worker.stop()]);
  await worker.stop();

  await eventuallyTrue("the children are gone", () => childrenOf(process.pid).length === before.length);
});

test("says what is wrong while NATS is away", async () => {
  const { nats, connection } = await startStore();
  const worker = await createOn(nats.url);
  await worker.start();
  await nats.kill();
  await eventuallyTrue("it has noticed", () => !connection.isConnected() && worker.problems().length > 0);
  expect(worker.problems()).toEqual(["not connected to NATS"]);
  await nats.restart();
  await eventuallyTrue("it is back", () => worker.problems().length === 0);
  await worker.stop();
});

import { expect, onTestFinished, test } from "vitest";
import { discoverServices } from "../../../jetstream/discover-services.ts";
import { createLog } from "../../../runtime/log.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { createScheduler } from "../../../services/scheduler/scheduler.ts";
import { schedulerSettings } from "../../../services/scheduler/settings.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../../support/store.ts";

function newScheduler({ connection }: TestStore, env: Record<string, string> = {}) {
  const scheduler = createScheduler({
    connection,
    settings: loadSettings(schedulerSettings, env),
    log: createLog({ service: "scheduler", instance: "s1", level: "silent" }),
    version: "1.2.3",
    instance: "s1",
  });
  onTestFinished(() => scheduler.stop());
  return scheduler;
}

test("it listens nowhere unless it is told to", async () => {
  const store = await startStore();
  const silent = newScheduler(store);
  await silent.start();
  expect(silent.port).toBeUndefined();
  expect(silent.problems()).toEqual([]);

  const listening = newScheduler(store, { LONGSHORE_SCHEDULER_HEALTH_ADDRESS: "127.0.0.1:0" });
  await listening.start();
  const response = await fetch(`http://127.0.0.1:${listening.port}/readyz`);
  expect([response.status, await response.text()]).toEqual([200, "ready\n"]);
});

test("it says why it is not ready, and is ready again after a crash of the server", async () => {
  const store = await startStore();
  const scheduler = newScheduler(store);
  expect(scheduler.problems()).toEqual(["not started"]);
  await scheduler.start();
  await store.nats.kill();
  await eventuallyTrue("it is not ready", () => scheduler.problems().includes("not connected to NATS"));
  await crashAndRecover(store);
  await eventuallyTrue("it is ready", () => scheduler.problems().length === 0);
});

test("NATS shows it as a service, as long as it runs", async () => {
  const store = await startStore();
  const scheduler = newScheduler(store);
  await scheduler.start();
  expect(await discoverServices(store.connection)).toMatchObject([
    { name: "longshore-scheduler", id: "s1", version: "1.2.3", metadata: { pid: String(process.pid) } },
  ]);
  await scheduler.stop();
  await scheduler.stop();
  expect(await discoverServices(store.connection)).toEqual([]);
});

test("it stops while NATS is away", async () => {
  const store = await startStore();
  const scheduler = newScheduler(store);
  await scheduler.start();
  await store.nats.kill();
  await eventuallyTrue("the loss is seen", () => !store.connection.isConnected());
  await scheduler.stop();
  expect(scheduler.problems()).toEqual(["not started"]);
});

test("a store that is not provisioned is refused", async () => {
  const store = await startStore();
  await store.connection.jsm.consumers.delete("ADVISORIES", "scheduler");
  await expect(newScheduler(store).start()).rejects.toThrow(/consumer not found/);
});

test("an audit interval that no timer can wait for, or that would leave no time for anything else, is refused", () => {
  const read = (interval: string) => loadSettings(schedulerSettings, { LONGSHORE_AUDIT_INTERVAL: interval });
  expect(() => read("25d")).toThrow(/LONGSHORE_AUDIT_INTERVAL.*must be from 10s to 24d, is 25d/s);
  expect(() => read("0s")).toThrow(/must be from 10s to 24d, is 0s/);
  expect(read("24d").auditInterval).toBe(24 * 86_400_000);
});

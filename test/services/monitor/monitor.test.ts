import { expect, onTestFinished, test } from "vitest";
import { applyEvent } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { discoverServices } from "../../../jetstream/discover-services.ts";
import { lastProgress, publishProgress } from "../../../jetstream/progress.ts";
import { createLog } from "../../../runtime/log.ts";
import { loadSettings } from "../../../runtime/settings.ts";
import { createMonitor } from "../../../services/monitor/monitor.ts";
import { monitorSettings } from "../../../services/monitor/settings.ts";
import { eventually, eventuallyTrue } from "../../support/eventually.ts";
import { crashAndRecover, startStore, type TestStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

function newMonitor({ connection }: TestStore, address = "127.0.0.1:0") {
  const monitor = createMonitor({
    connection,
    settings: loadSettings(monitorSettings, {
      LONGSHORE_MONITOR_ADDRESS: address,
      LONGSHORE_INDEX_FILE: ":memory:",
    }),
    log: createLog({ service: "monitor", instance: "m1", level: "silent" }),
    version: "1.2.3",
    instance: "m1",
  });
  onTestFinished(() => monitor.stop());
  return monitor;
}

async function startMonitor(store: TestStore) {
  const monitor = newMonitor(store);
  await monitor.start();
  return monitor;
}

async function ask(port: number | undefined, path: string): Promise<[status: number, text: string]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return [response.status, (await response.text()).trim()];
}

function next(record: TaskRecord, type: "started" | "succeeded"): TaskRecord {
  const attempt = type === "started" ? record.attempt + 1 : record.attempt;
  const applied = applyEvent(record, { type, time: new Date().toISOString(), attempt });
  if (!applied.ok) throw new Error(applied.refusal.why);
  return applied.record;
}

test("it answers for the last progress of a running task, and no more once the task has ended", async () => {
  const store = await startStore();
  await startMonitor(store);
  const running = next(newRecord(), "started");
  await store.records.writeAndWait(running, 0);
  const progress = { attempt: 1, done: 3, total: 9, time: new Date().toISOString() };
  publishProgress(store.connection, running, progress);
  expect(await eventually("the progress", () => lastProgress(store.connection, running))).toEqual(progress);

  await store.records.writeAndWait(next(running, "succeeded"), 1);
  await eventuallyTrue(
    "it is forgotten",
    async () => (await lastProgress(store.connection, running)) === undefined,
  );
});

test("it is alive and ready, and says why when it is not", async () => {
  const store = await startStore();
  const monitor = newMonitor(store);
  expect(monitor.problems()).toEqual(["not started"]);
  await monitor.start();
  expect(monitor.problems()).toEqual([]);
  expect(await ask(monitor.port, "/healthz")).toEqual([200, "ok"]);
  expect(await ask(monitor.port, "/readyz")).toEqual([200, "ready"]);

  await store.nats.kill();
  await eventuallyTrue("it is not ready", () => monitor.problems().length > 0);
  expect(await ask(monitor.port, "/healthz")).toEqual([200, "ok"]);
  expect(await ask(monitor.port, "/readyz")).toEqual([503, "not connected to NATS"]);
});

test("after a crash of the server it is ready again", async () => {
  const store = await startStore();
  const monitor = await startMonitor(store);
  await crashAndRecover(store);
  await eventuallyTrue("it is ready", () => monitor.problems().length === 0);
});

test("NATS shows it as a service, as long as it runs", async () => {
  const store = await startStore();
  const monitor = await startMonitor(store);
  expect(await discoverServices(store.connection)).toEqual([
    expect.objectContaining({
      name: "longshore-monitor",
      id: "m1",
      version: "1.2.3",
      metadata: { host: expect.any(String), pid: String(process.pid) },
    }),
  ]);
  await monitor.stop();
  expect(await discoverServices(store.connection)).toEqual([]);
});

test("started twice it starts once, stopped twice it stops once, and it can start again", async () => {
  const store = await startStore();
  const monitor = await startMonitor(store);
  const { port } = monitor;
  await monitor.start();
  expect(monitor.port).toBe(port);
  await monitor.stop();
  await monitor.stop();
  expect(monitor.port).toBeUndefined();
  await monitor.start();
  expect(await ask(monitor.port, "/readyz")).toEqual([200, "ready"]);
});

test("a port that is taken is named with its setting, and nothing is left running", async () => {
  const store = await startStore();
  const first = await startMonitor(store);
  const second = newMonitor(store, `127.0.0.1:${first.port}`);
  await expect(second.start()).rejects.toThrow(
    new RegExp(`port ${first.port} .*LONGSHORE_MONITOR_ADDRESS`, "s"),
  );
  expect(second.problems()).toEqual(["not started"]);
  expect(await discoverServices(store.connection)).toHaveLength(1);
});

test("a store that is not provisioned is refused", async () => {
  const store = await startStore();
  await store.connection.jsm.streams.delete("EVENTS");
  await expect(newMonitor(store).start()).rejects.toThrow(/stream not found/);
});

test("it shows its metrics to Prometheus, with those of the workers and the store", async () => {
  const store = await startStore();
  const monitor = await startMonitor(store);
  await store.records.writeAndWait(next(newRecord(), "started"), 0);
  const [status, text] = await eventually("the task to be counted", async () => {
    const [code, body] = await ask(monitor.port, "/metrics");
    return body.includes("longshore_task_attempts_started_total{") ? ([code, body] as const) : undefined;
  });
  expect(status).toBe(200);
  expect(text).toMatch(/^longshore_stream_bytes\{stream="EVENTS"\} \d/m);
  expect(text).toContain('longshore_consumer_pending_messages{queue="default",consumer="default-high"} 0');
});

import { expect, onTestFinished, test } from "vitest";
import { HEARTBEAT_MS } from "../../core/worker-heartbeat.ts";
import { checkServer, provision, provisionQueue } from "../../jetstream/provision.ts";
import { DEFAULT_TOPOLOGY, declareQueue, declareStreams } from "../../jetstream/topology.ts";
import { startNats } from "../support/nats-server.ts";
import { connectTo, startStore } from "../support/store.ts";

async function emptyServer() {
  const nats = await startNats();
  onTestFinished(() => nats.stop());
  return connectTo(nats);
}

test("the first run creates every stream, bucket and consumer", async () => {
  const connection = await emptyServer();
  const report = await provision(connection, DEFAULT_TOPOLOGY, ["default", "cpu_intensive"]);

  const streams = declareStreams(DEFAULT_TOPOLOGY).map(({ name }) => name);
  expect(report.drift).toEqual([]);
  expect(report.created).toEqual([
    ...streams,
    "ADVISORIES > scheduler",
    "TIMERS > scheduler",
    ...["default", "cpu_intensive"].flatMap((queue) =>
      ["high", "normal", "low"].map((level) => `TASKS > ${queue}-${level}`),
    ),
  ]);
  const there = [];
  for await (const { config } of connection.jsm.streams.list()) there.push(config.name);
  expect(there.toSorted()).toEqual(streams.toSorted());
});

test("the last word of a worker is kept for as long as its leases may hold after it", async () => {
  const connection = await emptyServer();
  const keptMs = async (leaseMs: number) => {
    await provision(connection, { ...DEFAULT_TOPOLOGY, leaseMs }, []);
    return (await connection.jsm.streams.info("KV_workers")).config.max_age / 1e6;
  };
  expect(await keptMs(30_000)).toBe(60_000);
  // Who is not listed is taken for gone: see `WorkerPresence`.
  expect(await keptMs(300_000)).toBeGreaterThan(300_000 + HEARTBEAT_MS);
});

test("a second run creates nothing and finds no drift", async () => {
  const { connection, topology } = await startStore();
  expect(await provision(connection, topology, ["default"])).toEqual({ created: [], drift: [] });
  expect(await provisionQueue(connection, topology, "default")).toEqual({ created: [], drift: [] });
});

test("what an operator has changed is reported and put right; the operator's own metadata stays", async () => {
  const { connection, topology } = await startStore();
  const { streams, consumers } = connection.jsm;
  const { config } = await streams.info("AUDIT");
  await streams.update("AUDIT", {
    ...config,
    max_age: 3_600e9,
    metadata: { ...config.metadata, "acme.owner": "team blue", "longshore.schema": "0" },
  });
  const durable = (await consumers.info("TASKS", "default-high")).config;
  await consumers.update("TASKS", "default-high", { ...durable, max_ack_pending: 5 });

  const report = await provision(connection, topology, ["default"]);

  expect(report).toEqual({
    created: [],
    drift: [
      { object: "AUDIT", field: "longshore.schema", declared: "1", found: "0", corrected: true },
      { object: "AUDIT", field: "max_age", declared: 90 * 86_400e9, found: 3_600e9, corrected: true },
      {
        object: "TASKS > default-high",
        field: "max_ack_pending",
        declared: 50_000,
        found: 5,
        corrected: true,
      },
    ],
  });
  const after = (await streams.info("AUDIT")).config;
  expect(after.max_age).toBe(90 * 86_400e9);
  expect(after.metadata).toMatchObject({ "acme.owner": "team blue", "longshore.schema": "1" });
  expect(await provision(connection, topology, ["default"])).toEqual({ created: [], drift: [] });
});

test("what the server refuses to change is reported as not corrected", async () => {
  const connection = await emptyServer();
  const [tasks] = declareStreams(DEFAULT_TOPOLOGY);
  if (tasks === undefined) throw new Error("nothing is declared");
  const { allow_msg_schedules: _1, retention: _2, ...limits } = tasks;
  await connection.jsm.streams.add(limits);

  const { drift } = await provision(connection, DEFAULT_TOPOLOGY, []);

  const retention = drift.find(({ field }) => field === "retention");
  expect(retention).toEqual({
    object: "TASKS",
    field: "retention",
    declared: "workqueue",
    found: "limits",
    corrected: false,
  });
});

test("another lease is drift, and reaches the consumers", async () => {
  const { connection, topology } = await startStore();
  const report = await provision(connection, { ...topology, leaseMs: 5_000 }, ["default"]);
  expect(report.drift.map(({ object, field }) => `${object} ${field}`)).toContain(
    "TASKS > default-low backoff",
  );
  const { config } = await connection.jsm.consumers.info("TASKS", "default-low");
  expect(config.backoff).toEqual([5e9, 10e9, 20e9]);
});

test("descriptions fit the nats CLI and metadata enables its checks", () => {
  const longest = "q".repeat(63);
  for (const { description, metadata } of [
    ...declareStreams(DEFAULT_TOPOLOGY),
    ...declareQueue(longest, DEFAULT_TOPOLOGY),
  ]) {
    expect(description?.length).toBeLessThanOrEqual(60);
    expect(metadata).toMatchObject({ "io.nats.monitor.enabled": "1" });
  }
});

test("a server of the right age with JetStream serves", async () => {
  expect(await checkServer(await emptyServer())).toBeUndefined();
});

import { Kvm } from "@nats-io/kv";
import { expect, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import type { WorkerHeartbeat } from "../../core/worker-heartbeat.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { readWorkers, removeHeartbeat, writeHeartbeat } from "../../jetstream/workers.ts";
import { eventually } from "../support/eventually.ts";
import { startStore } from "../support/store.ts";

const heartbeatOf = (id: string, changes: Partial<WorkerHeartbeat> = {}): WorkerHeartbeat => ({
  version: 1,
  id,
  host: "host",
  pid: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  longshoreVersion: "0.1.0",
  state: "ready",
  queues: ["default"],
  types: ["greet"],
  slots: [{ pool: "prefork", total: 4, free: 3 }],
  concurrency: 4,
  running: [],
  runningCount: 1,
  memory: { rss: 1, heapUsed: 1 },
  problems: [],
  ...changes,
});

/** The workers on the list, once there are so many: a heartbeat is not confirmed, and stored a moment later. */
function workersWhen(connection: Connection, count: number) {
  return eventually(`${count} workers`, async () => {
    const read = await readWorkers(connection);
    if (!read.ok) throw new Error(read.problem);
    return read.workers.length === count ? read.workers : undefined;
  });
}

test("a worker is on the list with its newest words, from its first heartbeat until it leaves", async () => {
  const { connection } = await startStore();
  expect(await readWorkers(connection)).toEqual({ ok: true, workers: [] });
  const before = Date.now();
  writeHeartbeat(connection, heartbeatOf("w1"));
  writeHeartbeat(connection, heartbeatOf("w1", { state: "draining" }));
  // Stored in the order in which they were written, so when this one is there the others are.
  writeHeartbeat(connection, heartbeatOf("w2"));

  const workers = await workersWhen(connection, 2);
  expect(workers.map(({ heartbeat }) => heartbeat)).toEqual([
    heartbeatOf("w1", { state: "draining" }),
    heartbeatOf("w2"),
  ]);
  for (const { seenAt } of workers) expect(Math.abs(seenAt.getTime() - before)).toBeLessThan(5_000);

  await removeHeartbeat(connection, "w1");
  expect((await workersWhen(connection, 1)).map(({ heartbeat }) => heartbeat.id)).toEqual(["w2"]);
});

test("hundreds of workers are all there, and what is no heartbeat is passed over", async () => {
  const { connection } = await startStore();
  const ids = Array.from({ length: 450 }, (_, index) => `w${String(index).padStart(3, "0")}`);
  for (const id of ids) writeHeartbeat(connection, heartbeatOf(id));
  await (await new Kvm(connection.nc).open(BUCKETS.workers)).put("stranger", "hello");
  const workers = await workersWhen(connection, ids.length);
  expect(workers.map(({ heartbeat }) => heartbeat.id)).toEqual(ids);
});

test("without NATS it says so, and writing does nothing", async () => {
  const { connection, nats } = await startStore();
  await nats.stop();
  await new Promise<void>((resolve) => {
    if (connection.isConnected()) connection.onDisconnect(resolve);
    else resolve();
  });
  writeHeartbeat(connection, heartbeatOf("w1"));
  await removeHeartbeat(connection, "w1");
  expect(await readWorkers(connection)).toEqual({ ok: false, problem: "not connected to NATS" });
});

import * as grpc from "@grpc/grpc-js";
import { expect, onTestFinished, test } from "vitest";
import { MAX_RUNNING_LISTED, type WorkerHeartbeat } from "../../../core/worker-heartbeat.ts";
import { onControl } from "../../../jetstream/worker-control.ts";
import { readWorkers, writeHeartbeat } from "../../../jetstream/workers.ts";
import { createClient } from "../../../sdk/client.ts";
import { eventually } from "../../support/eventually.ts";
import { failure } from "./api.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const runningOf = (project: string, ageMs: number) => ({
  project,
  taskId: "01890000-0000-7000-8000-000000000001",
  type: "echo",
  attempt: 2,
  startedAt: "2026-01-01T00:00:00.000Z",
  ageMs,
});

const heartbeat: WorkerHeartbeat = {
  version: 1,
  id: "host-1-abc",
  host: "host",
  pid: 17,
  startedAt: "2026-01-01T00:00:00.250Z",
  longshoreVersion: "0.1.0",
  state: "stalled",
  queues: ["default"],
  types: ["echo"],
  slots: [{ pool: "prefork", total: 4, free: 1 }],
  concurrency: 4,
  running: [runningOf("acme", 5_000), runningOf("other", 90_000)],
  runningCount: 3,
  memory: { rss: 5 * 1024 ** 3, heapUsed: 1024 },
  problems: ["stalled: 7 tasks wait"],
};

/** Has a worker speak; resolves once that is stored. */
async function speak({ connection }: TestGateway, spoken: WorkerHeartbeat): Promise<void> {
  writeHeartbeat(connection, spoken);
  await eventually("the heartbeat is stored", async () => {
    const read = await readWorkers(connection);
    return read.ok && read.workers.length > 0 ? true : undefined;
  });
}

function clientOf({ gateway }: TestGateway, apiKey: string) {
  const client = createClient({ url: `127.0.0.1:${gateway.grpcPort()}`, apiKey });
  onTestFinished(() => client.close());
  return client;
}

test("workers are listed as they last spoke, with the tasks of one's own project; others are counted", async () => {
  const gateway = await startGateway();
  expect(await clientOf(gateway, gateway.key).listWorkers()).toEqual([]);
  const before = Date.now();
  await speak(gateway, heartbeat);

  const [worker, ...more] = await clientOf(gateway, gateway.key).listWorkers();
  expect(more).toEqual([]);
  expect(worker).toEqual({
    workerId: "host-1-abc",
    host: "host",
    pid: 17,
    longshoreVersion: "0.1.0",
    startTime: new Date("2026-01-01T00:00:00.250Z"),
    heartbeatTime: expect.any(Date),
    state: "STALLED",
    queues: ["default"],
    taskTypes: ["echo"],
    pools: [{ pool: "prefork", size: 4, free: 1 }],
    running: [
      {
        taskId: "01890000-0000-7000-8000-000000000001",
        type: "echo",
        attempt: 2,
        startTime: new Date("2026-01-01T00:00:00.000Z"),
        ageMs: 5_000,
      },
    ],
    otherRunningCount: 2,
    memoryRssBytes: 5 * 1024 ** 3,
    memoryHeapUsedBytes: 1024,
    problems: ["stalled: 7 tasks wait"],
  });
  expect(Math.abs(Number(worker?.heartbeatTime) - before)).toBeLessThan(5_000);
});

test("a key of another project never sees which tasks of the first one run", async () => {
  const gateway = await startGateway();
  const running = Array.from({ length: 150 }, (_, age) => runningOf("acme", age));
  await speak(gateway, { ...heartbeat, running, runningCount: running.length });

  const [seenByOther] = await clientOf(gateway, gateway.otherKey).listWorkers();
  expect([seenByOther?.running, seenByOther?.otherRunningCount]).toEqual([[], 150]);
  const [own] = await clientOf(gateway, gateway.key).listWorkers();
  expect([own?.running.length, own?.otherRunningCount]).toEqual([MAX_RUNNING_LISTED, 50]);
});

test("scaling reaches the worker, says what it was, and is kept in the audit", async () => {
  const gateway = await startGateway();
  const asked: object[] = [];
  const stop = onControl(gateway.connection, "w1", {
    scale(request) {
      asked.push(request);
      return { kind: "scaled", pool: "inline", concurrency: request.concurrency, previous: 100 };
    },
    hold: () => expect.unreachable(),
  });
  onTestFinished(stop);
  await gateway.connection.nc.flush();

  const client = clientOf(gateway, gateway.key);
  expect(await client.scaleWorker("w1", 300, { pool: "inline" })).toEqual({
    pool: "inline",
    concurrency: 300,
    previousConcurrency: 100,
  });
  expect(asked).toMatchObject([{ pool: "inline", concurrency: 300 }]);
  const { jsm } = gateway.connection;
  const entry = await eventually("the audit entry", async () => {
    const message = await jsm.streams
      .getMessage("AUDIT", { last_by_subj: "audit.acme.ScaleWorker" })
      .catch(() => undefined);
    return message ?? undefined;
  });
  expect(entry.json()).toMatchObject({
    resource: "workers/w1",
    detail: { pool: "inline", concurrency: "300", previous: "100" },
  });
});

test("a worker that is not there, and one that refuses, are told apart", async () => {
  const gateway = await startGateway();
  onTestFinished(
    onControl(gateway.connection, "w1", {
      scale: () => ({ kind: "refused", problem: "it has no exec pool" }),
      hold: () => ({ kind: "refused", problem: "it is stopping" }),
    }),
  );
  await gateway.connection.nc.flush();
  const client = clientOf(gateway, gateway.key);

  expect(await failure(client.scaleWorker("nobody", 2))).toMatchObject({
    code: grpc.status.NOT_FOUND,
    reason: "WORKER_NOT_FOUND",
  });
  expect(await failure(client.scaleWorker("w1", 2, { pool: "exec" }))).toMatchObject({
    code: grpc.status.FAILED_PRECONDITION,
    reason: "WORKER_REFUSES",
    message: 'worker "w1" refuses: it has no exec pool',
  });
});

test.each([
  ["an id that would reach others", ["*", 2, {}], ["worker_id"]],
  ["no id", ["", 2, {}], ["worker_id"]],
  ["a pool that is none", ["w1", 2, { pool: "threads" }], ["pool"]],
  ["no task at once", ["w1", 0, {}], ["concurrency"]],
  ["too many for children", ["w1", 257, { pool: "prefork" }], ["concurrency"]],
  ["all of it", ["a.b", -1, { pool: "x" }], ["worker_id", "pool", "concurrency"]],
] as const)("%s is refused, naming the field", async (_what, [id, concurrency, options], fields) => {
  const gateway = await startGateway();
  const error = await failure(clientOf(gateway, gateway.key).scaleWorker(id, concurrency, options));
  expect(error).toMatchObject({ code: grpc.status.INVALID_ARGUMENT, reason: "FIELD_INVALID" });
  expect(error.violations.map(({ field }) => field)).toEqual(fields);
});

test("without NATS it is said to be the store", async () => {
  const gateway = await startGateway();
  await gateway.nats.kill();
  await eventually("the loss", () => (gateway.connection.isConnected() ? undefined : true));
  const client = clientOf(gateway, gateway.key);
  for (const call of [client.listWorkers(), client.scaleWorker("w1", 2)])
    expect(await failure(call)).toMatchObject({ reason: "BROKER_UNAVAILABLE" });
});

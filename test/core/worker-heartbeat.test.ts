import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeHeartbeat,
  encodeHeartbeat,
  HEARTBEAT_MS,
  isSilent,
  MAX_RUNNING_LISTED,
  type WorkerHeartbeat,
} from "../../core/worker-heartbeat.ts";

const heartbeat: WorkerHeartbeat = {
  version: 1,
  id: "host-1-abc",
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
};

const runningFor = (ageMs: number) => ({
  project: "demo",
  taskId: "01890000-0000-7000-8000-000000000001",
  type: "greet",
  attempt: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  ageMs,
});

test("what is written is read again", () => {
  const full = { ...heartbeat, running: [runningFor(5)], problems: ["children cannot be started"] };
  expect(decodeHeartbeat(encodeHeartbeat(full))).toEqual(full);
});

test("of many running tasks the oldest are listed, oldest first, and all are counted", () => {
  const ages = fc.array(fc.nat(1_000_000), { maxLength: 300 });
  fc.assert(
    fc.property(ages, (given) => {
      const running = given.map(runningFor);
      const read = decodeHeartbeat(encodeHeartbeat({ ...heartbeat, running, runningCount: running.length }));
      const oldest = given.toSorted((a, b) => b - a).slice(0, MAX_RUNNING_LISTED);
      expect(read?.running.map(({ ageMs }) => ageMs)).toEqual(oldest);
      expect(read?.runningCount).toBe(given.length);
    }),
  );
});

test("however much goes wrong, a heartbeat stays small", () => {
  const problems = Array.from({ length: 1_000 }, () => "x".repeat(10_000));
  const running = Array.from({ length: 1_000 }, (_, age) => runningFor(age));
  expect(encodeHeartbeat({ ...heartbeat, problems, running }).length).toBeLessThan(40_000);
});

test.each([
  ["no JSON", "ready"],
  ["nothing", "null"],
  ["a later version", JSON.stringify({ ...heartbeat, version: 2 })],
  ["an unknown state", JSON.stringify({ ...heartbeat, state: "asleep" })],
  ["no queues", JSON.stringify({ ...heartbeat, queues: undefined })],
])("%s is no heartbeat", (_what, text) => {
  expect(decodeHeartbeat(text)).toBeUndefined();
});

test("a worker is silent once a lease and a heartbeat have passed since its last word, and not a moment earlier", () => {
  const leaseMs = 30_000;
  expect(isSilent(1_000, 1_000 + leaseMs + HEARTBEAT_MS, leaseMs)).toBe(false);
  expect(isSilent(1_000, 1_001 + leaseMs + HEARTBEAT_MS, leaseMs)).toBe(true);
});

import { expect, test } from "vitest";
import { SharedBucket } from "../../core/shared-bucket.ts";

const RATE = { requestsPerSecond: 1_000, requestBurst: 100 };
const INTERVAL_MS = 100;

/** Several gateways on one limit, by a clock of their own: each asks so often a second, and they hear of each other in time. */
function simulate(asked: readonly ((ms: number) => number)[], forMs: number): number[][] {
  const buckets = asked.map(() => new SharedBucket(RATE, 0));
  const admitted = asked.map((): number[] => []);
  const due = asked.map(() => 0);
  for (let ms = 1; ms <= forMs; ms++) {
    buckets.forEach((bucket, i) => {
      due[i] = (due[i] ?? 0) + (asked[i]?.(ms) ?? 0) / 1_000;
      for (; (due[i] ?? 0) >= 1; due[i] = (due[i] ?? 0) - 1) {
        const second = Math.floor((ms - 1) / 1_000);
        const counts = admitted[i] ?? [];
        if (bucket.take(1, ms).ok) counts[second] = (counts[second] ?? 0) + 1;
      }
      // Not at the same moment, as real ones.
      if ((ms + i * 30) % INTERVAL_MS !== 0) return;
      const use = bucket.endInterval(ms, INTERVAL_MS);
      if (use.asked > 0) for (const other of buckets) if (other !== bucket) other.hear(use);
    });
  }
  return admitted;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + (number ?? 0), 0);

test.each([
  ["both busy", [() => 5_000, () => 5_000]],
  ["one busy, one idle", [() => 5_000, () => 0]],
  ["one busy, one a little", [() => 5_000, () => 200]],
  ["one that comes when the other is busy", [() => 5_000, (ms: number) => (ms > 2_000 ? 5_000 : 0)]],
  ["one that goes away", [() => 5_000, (ms: number) => (ms < 2_000 ? 5_000 : 0)]],
  [
    "taking turns each second",
    [(ms: number) => (ms % 2_000 < 1_000 ? 5_000 : 0), (ms: number) => (ms % 2_000 < 1_000 ? 0 : 5_000)],
  ],
  ["four of them", [() => 5_000, () => 5_000, () => 5_000, () => 5_000]],
] as const)("gateways together keep a limit within a tenth: %s", (_name, asked) => {
  const seconds = 5;
  const admitted = sum(simulate(asked, seconds * 1_000).flat());
  const allowed = RATE.requestBurst + RATE.requestsPerSecond * seconds;
  expect(admitted).toBeGreaterThan(allowed * 0.9);
  expect(admitted).toBeLessThan(allowed * 1.1);
});

test("each gateway has the part that is asked of it, also one that comes later", () => {
  const [first = [], second = []] = simulate([() => 4_000, (ms) => (ms > 2_000 ? 4_000 : 0)], 6_000);
  expect(sum(first.slice(1, 2))).toBeGreaterThan(900);
  for (const part of [first, second]) {
    expect(sum(part.slice(4, 6)) / 2).toBeGreaterThan(450);
    expect(sum(part.slice(4, 6)) / 2).toBeLessThan(550);
  }
});

test("a burst passes at once, then as many as the rate lets in; who is refused is told when to come again", () => {
  const bucket = new SharedBucket({ requestsPerSecond: 10, requestBurst: 3 }, 0);
  for (let i = 0; i < 3; i++) expect(bucket.take(1, 0)).toEqual({ ok: true });
  expect(bucket.take(1, 0)).toEqual({ ok: false, retryAfterMs: 100 });
  expect(bucket.take(1, 99).ok).toBe(false);
  expect(bucket.take(1, 100).ok).toBe(true);
  expect(bucket.take(1, 100).ok).toBe(false);
});

test("what costs more than the burst passes when the bucket is full, and is paid for afterwards", () => {
  const bucket = new SharedBucket({ requestsPerSecond: 10, requestBurst: 5 }, 0);
  expect(bucket.take(20, 0)).toEqual({ ok: true });
  expect(bucket.level).toBe(-15);
  expect(bucket.take(1, 0)).toEqual({ ok: false, retryAfterMs: 1_600 });
  expect(bucket.take(1, 1_599).ok).toBe(false);
  expect(bucket.take(1, 1_600).ok).toBe(true);
});

test("a limit that is changed holds at once, and what was used stays used", () => {
  const bucket = new SharedBucket({ requestsPerSecond: 1, requestBurst: 10 }, 0);
  for (let i = 0; i < 10; i++) bucket.take(1, 0);
  bucket.setRate({ requestsPerSecond: 1, requestBurst: 12 }, 0);
  expect(bucket.take(2, 0).ok).toBe(true);
  expect(bucket.take(1, 0).ok).toBe(false);
  bucket.setRate({ requestsPerSecond: 1_000, requestBurst: 1 }, 0);
  expect(bucket.take(1, 20).ok).toBe(true);
});

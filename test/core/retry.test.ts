import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_RETRY, type RetryPolicy, retryDelay } from "../../core/retry.ts";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const backoff = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 6 });
const policy = (backoffMs: readonly number[], jitter: RetryPolicy["jitter"]): RetryPolicy => ({
  maxRetries: 10,
  backoffMs,
  jitter,
});

describe("the delay before a retry", () => {
  test("with full jitter is a whole number from nothing to the length that the policy names", () => {
    fc.assert(
      fc.property(backoff, fc.integer({ min: 1, max: 20 }), chance, (backoffMs, retry, random) => {
        const longest = backoffMs[Math.min(retry, backoffMs.length) - 1] ?? 0;
        const delay = retryDelay(policy(backoffMs, "full"), retry, random);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(longest);
      }),
    );
  });

  test("with full jitter reaches both ends", () => {
    expect(retryDelay(DEFAULT_RETRY, 1, 0)).toBe(0);
    expect(retryDelay(DEFAULT_RETRY, 1, 1 - Number.EPSILON)).toBe(60_000);
  });

  test("with full jitter is spread evenly", () => {
    const delays = Array.from({ length: 1_000 }, (_, i) => retryDelay(DEFAULT_RETRY, 2, i / 1_000));
    const average = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(average).toBeGreaterThan(59_000);
    expect(average).toBeLessThan(61_000);
  });

  test("without jitter is what the policy says, whatever chance says", () => {
    fc.assert(
      fc.property(backoff, chance, (backoffMs, random) => {
        backoffMs.forEach((delay, index) => {
          expect(retryDelay(policy(backoffMs, "none"), index + 1, random)).toBe(delay);
        });
      }),
    );
  });

  test("stays at the last length when there are more retries than lengths", () => {
    expect(
      [1, 2, 3, 4, 50].map((retry) => retryDelay({ ...DEFAULT_RETRY, jitter: "none" }, retry, 0.5)),
    ).toEqual([60_000, 120_000, 240_000, 240_000, 240_000]);
  });

  test("is nothing when the policy names no length", () => {
    expect(retryDelay(policy([], "full"), 1, 0.5)).toBe(0);
  });
});

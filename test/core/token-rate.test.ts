import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RateLimit } from "../../core/queue-settings.ts";
import {
  AHEAD_MS,
  parseRateState,
  type RateState,
  shareOf,
  TOKEN_LASTS_MS,
  takeTokens,
} from "../../core/token-rate.ts";

const limits = fc.record({
  perSecond: fc.double({ min: 0.01, max: 2_000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 200 }),
});

/** Workers that ask at any time, for any number, and use what they get as late as they may. */
const asks = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 400 }),
    count: fc.integer({ min: 1, max: 300 }),
    lateMs: fc.integer({ min: 0, max: TOKEN_LASTS_MS }),
  }),
  { maxLength: 150 },
);

interface Ask {
  readonly afterMs: number;
  readonly count: number;
  readonly lateMs: number;
}

/** When tasks start, in order. */
function startsOf(limit: RateLimit, given: readonly Ask[]): number[] {
  let state: RateState | undefined;
  let now = 1_000_000;
  const starts: number[] = [];
  for (const { afterMs, count, lateMs } of given) {
    now += afterMs;
    const taken = takeTokens(state, limit, count, now);
    if (!taken.ok) continue;
    state = taken.state;
    const { firstAtMs, everyMs } = taken.tokens;
    for (let k = 0; k < taken.tokens.count; k++) starts.push(Math.max(firstAtMs + k * everyMs, now) + lateMs);
  }
  return starts.sort((a, b) => a - b);
}

test("over any 10 seconds at most ten times the rate and the burst start, however tokens are asked for and used", () => {
  fc.assert(
    fc.property(limits, asks, (limit, given) => {
      const starts = startsOf(limit, given);
      let from = 0;
      for (const [index, start] of starts.entries()) {
        while ((starts[from] ?? 0) < start - 10_000) from++;
        // One more than the fraction allows: a window that is closed on both sides holds both ends.
        expect(index - from + 1).toBeLessThanOrEqual(
          Math.floor(limit.perSecond * 10 + limit.burst + 1e-6) + 1,
        );
      }
    }),
    { numRuns: 500 },
  );
});

test("who asks often enough gets more than 95 % of the rate", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (perSecond) => {
      const limit = { perSecond, burst: 1 };
      let state: RateState | undefined;
      let count = 0;
      for (let now = 0; now < 20_000; now += 10) {
        const taken = takeTokens(state, limit, shareOf(limit), now);
        if (!taken.ok) continue;
        state = taken.state;
        count += taken.tokens.count;
      }
      expect(count).toBeGreaterThanOrEqual(perSecond * 20 * 0.95);
    }),
    { numRuns: 30 },
  );
});

test("none is due later than it may be taken ahead, and a refusal says when to come again", () => {
  fc.assert(
    fc.property(
      limits,
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 300 }),
      (limit, count, inMs) => {
        const first = takeTokens(undefined, limit, count, 1e6);
        if (!first.ok) throw new Error("the first is refused");
        const now = 1e6 + inMs;
        const taken = takeTokens(first.state, limit, count, now);
        if (taken.ok) {
          const { firstAtMs, everyMs, count: got } = taken.tokens;
          expect(got).toBeGreaterThanOrEqual(1);
          expect(got).toBeLessThanOrEqual(count);
          expect(firstAtMs + (got - 1) * everyMs).toBeLessThanOrEqual(now + AHEAD_MS + 1e-6);
        } else {
          expect(taken.nextAtMs).toBeGreaterThan(now + AHEAD_MS);
          expect(takeTokens(first.state, limit, 1, taken.nextAtMs).ok).toBe(true);
        }
      },
    ),
  );
});

test("a rate or a burst that is changed counts at once: what was taken is worth as many starts as before", () => {
  const slow = takeTokens(undefined, { perSecond: 0.01, burst: 1 }, 1, 0);
  if (!slow.ok) throw new Error("refused");
  expect(takeTokens(slow.state, { perSecond: 0.01, burst: 1 }, 1, 2_000).ok).toBe(false);
  expect(takeTokens(slow.state, { perSecond: 100, burst: 1 }, 1, 2_000).ok).toBe(true);

  const burst = takeTokens(undefined, { perSecond: 1, burst: 1_000 }, 1_000, 0);
  if (!burst.ok) throw new Error("refused");
  expect(takeTokens(burst.state, { perSecond: 1, burst: 1_000 }, 1, 0).ok).toBe(false);
  expect(takeTokens(burst.state, { perSecond: 1, burst: 1 }, 1, 0).ok).toBe(true);
});

test("a clock that is set back by an hour does not hold the queue up", () => {
  const taken = takeTokens(undefined, { perSecond: 10, burst: 1 }, 1, 3_600_000);
  if (!taken.ok) throw new Error("refused");
  expect(takeTokens(taken.state, { perSecond: 10, burst: 1 }, 1, 0).ok).toBe(true);
});

test.each(["", "null", "{}", '{"nextAtMs":"soon","everyMs":1}', '{"nextAtMs":1,"everyMs":0}', "7"])(
  "%j is no state",
  (text) => {
    expect(parseRateState(text)).toBeUndefined();
  },
);

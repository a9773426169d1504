import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BYTES_PER_SECOND,
  LINES_BURST,
  LINES_PER_SECOND,
  LineBudget,
} from "../../../services/worker/line-budget.ts";

/** How many of so many lines pass at once. */
function admitted(budget: LineBudget, lines: number, nowMs: number, bytes = 0): number {
  let passed = 0;
  for (let i = 0; i < lines; i++) {
    if (!budget.admit(nowMs)) continue;
    budget.charge(bytes);
    passed++;
  }
  return passed;
}

test("a burst passes, then so many lines a second, and a pause makes room for a burst again", () => {
  const budget = new LineBudget();
  expect(admitted(budget, 5_000, 0)).toBe(LINES_BURST);
  expect(admitted(budget, 5_000, 1_000)).toBe(LINES_PER_SECOND);
  expect(admitted(budget, 5_000, 1_500)).toBe(LINES_PER_SECOND / 2);
  expect(admitted(budget, 5_000, 3_600_000)).toBe(LINES_BURST);
});

test("large lines pass only as fast as their bytes do", () => {
  const budget = new LineBudget();
  const quarter = BYTES_PER_SECOND / 4;
  expect(admitted(budget, 100, 0, quarter)).toBe(4);
  expect(admitted(budget, 100, 1_000, quarter)).toBe(4);
  // One that is larger than a second's worth passes, and the next ones wait for it.
  expect(admitted(budget, 100, 3_000, 3 * BYTES_PER_SECOND)).toBe(1);
  expect(admitted(budget, 100, 4_900)).toBe(0);
  expect(admitted(budget, 1, 5_100)).toBe(1);
});

test("a clock that goes back gives nothing away", () => {
  const budget = new LineBudget();
  admitted(budget, LINES_BURST, 1_000_000);
  expect(admitted(budget, 10, 0)).toBe(0);
  expect(admitted(budget, 10, 5)).toBe(1);
});

test("whatever comes when, no more passes than a burst and the rate", () => {
  const arrivals = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 5_000 }), lines: fc.integer({ min: 0, max: 3_000 }) }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 0, max: 16_384 }), (waves, bytes) => {
      const budget = new LineBudget();
      let now = 0;
      let passed = 0;
      for (const { afterMs, lines } of waves) {
        now += afterMs;
        passed += admitted(budget, lines, now, bytes);
        expect(passed).toBeLessThanOrEqual(LINES_BURST + (now / 1_000) * LINES_PER_SECOND + 1e-6);
        // What goes over is less than one line.
        expect(passed * bytes).toBeLessThanOrEqual(BYTES_PER_SECOND * (1 + now / 1_000) + bytes + 1e-3);
      }
    }),
    { numRuns: 50 },
  );
});

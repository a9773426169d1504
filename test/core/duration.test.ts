import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, MAX_DURATION_MS, parseDuration } from "../../core/duration.ts";

test("a written duration reads as the milliseconds it was written from", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_DURATION_MS }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});

test("durations read as people write them", () => {
  const read = { "540s": 540_000, "1h30m": 5_400_000, "250ms": 250, "0.5s": 500, "7d": 604_800_000, "0s": 0 };
  for (const [text, ms] of Object.entries(read)) expect(parseDuration(text)).toBe(ms);
});

test("durations are written with the largest units that fit", () => {
  const written: [number, string][] = [
    [0, "0s"],
    [1, "1ms"],
    [1_500, "1s500ms"],
    [90_000, "1m30s"],
    [3_600_000, "1h"],
    [90_061_001, "1d1h1m1s1ms"],
  ];
  for (const [ms, text] of written) expect(formatDuration(ms)).toBe(text);
});

test("anything else is no duration", () => {
  for (const text of [
    "",
    "5",
    "s",
    "-1s",
    "1 s",
    "1s ",
    "5x",
    "1S",
    "1,5s",
    "1e3s",
    ".5s",
    "1.s",
    "Infinity",
    "3651d",
  ]) {
    expect(parseDuration(text)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const ms = parseDuration(text);
      if (ms !== undefined) expect(Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS).toBe(true);
    }),
  );
});

test("a very long text is refused quickly", () => {
  const before = performance.now();
  expect(parseDuration(`${"1".repeat(100_000)}x`)).toBeUndefined();
  expect(parseDuration("1s".repeat(50_000).concat("!"))).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(1_000);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { durationToMs, msToDuration, msToTimestamp, timestampToMs } from "../../proto/time.ts";

const MAX_DURATION_MS = 315_576_000_000_000;
const FIRST_MS = Date.parse("0001-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

test("every duration in milliseconds comes back as it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: -MAX_DURATION_MS, max: MAX_DURATION_MS }), (ms) => {
      expect(durationToMs(msToDuration(ms))).toBe(ms);
    }),
  );
});

test("every time in milliseconds comes back as it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST_MS, max: LAST_MS }), (ms) => {
      expect(timestampToMs(msToTimestamp(ms))).toBe(ms);
    }),
  );
});

test("nanoseconds stay in the range that protobuf allows", () => {
  fc.assert(
    fc.property(fc.integer({ min: FIRST_MS, max: LAST_MS }), (ms) => {
      const { nanos } = msToTimestamp(ms);
      expect(nanos).toBeGreaterThanOrEqual(0);
      expect(nanos).toBeLessThanOrEqual(999_999_999);
    }),
  );
  expect(msToDuration(-1500)).toEqual({ seconds: "-1", nanos: -500_000_000 });
  expect(msToTimestamp(-1500)).toEqual({ seconds: "-2", nanos: 500_000_000 });
});

test("digits finer than a millisecond are cut off", () => {
  expect(durationToMs({ seconds: "1", nanos: 1_999_999 })).toBe(1001);
  expect(durationToMs({ seconds: "-1", nanos: -1_999_999 })).toBe(-1001);
  expect(Object.is(durationToMs({ seconds: "0", nanos: -1 }), 0)).toBe(true);
  expect(timestampToMs({ seconds: "0", nanos: 999_999_999 })).toBe(999);
  expect(timestampToMs({ seconds: "-1", nanos: 999_999_999 })).toBe(-1);
});

test.each([
  { seconds: "315576000001", nanos: 0 },
  { seconds: "-315576000001", nanos: 0 },
  { seconds: "9223372036854775807", nanos: 0 },
  { seconds: "0", nanos: 1_000_000_000 },
  { seconds: "1", nanos: -1 },
  { seconds: "-1", nanos: 1 },
  { seconds: "0", nanos: 0.5 },
  { seconds: "", nanos: 0 },
  { seconds: "1.5", nanos: 0 },
])("the duration $seconds s $nanos ns is refused", (duration) => {
  expect(durationToMs(duration)).toBeUndefined();
});

test.each([
  { seconds: "-62135596801", nanos: 0 },
  { seconds: "253402300800", nanos: 0 },
  { seconds: "0", nanos: -1 },
  { seconds: "0", nanos: 1_000_000_000 },
  { seconds: "x", nanos: 0 },
])("the time $seconds s $nanos ns is refused", (timestamp) => {
  expect(timestampToMs(timestamp)).toBeUndefined();
});

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e18])(
  "%d ms make neither a duration nor a time",
  (ms) => {
    expect(() => msToDuration(ms)).toThrow(RangeError);
    expect(() => msToTimestamp(ms)).toThrow(RangeError);
  },
);

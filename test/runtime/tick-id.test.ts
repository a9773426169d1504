import { expect, test } from "vitest";
import { isTaskId } from "../../core/name.ts";
import { tickJitterShare, tickTaskId } from "../../runtime/tick-id.ts";

const TICK = Date.parse("2026-01-01T00:00:00Z");

test("the id of a tick is a task id, and the same for ever: a change would fire ticks twice over an update", () => {
  const id = tickTaskId("acme", "nightly", TICK);
  expect(isTaskId(id)).toBe(true);
  expect(id).toBe("b708b8dc-5218-8714-a737-f4ca1393a100");
});

test("another project, schedule or time has another id", () => {
  const ids = [
    tickTaskId("acme", "nightly", TICK),
    tickTaskId("acme", "nightly", TICK + 1),
    tickTaskId("acme", "nightl", TICK),
    tickTaskId("other", "nightly", TICK),
  ];
  expect(new Set(ids).size).toBe(4);
});

test("jitter spreads ticks evenly, each to a place of its own", () => {
  const shares = Array.from({ length: 1_000 }, (_, hour) =>
    tickJitterShare("acme", "nightly", TICK + hour * 3_600_000),
  );
  expect(shares.every((share) => share >= 0 && share < 1)).toBe(true);
  const mean = shares.reduce((sum, share) => sum + share) / shares.length;
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.55);
  expect(tickJitterShare("acme", "nightly", TICK)).toBe(shares[0]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LINES_BURST } from "../../../services/worker/line-budget.ts";
import { LogLimiter } from "../../../services/worker/log-limiter.ts";
import type { HandlerLogLine } from "../../../services/worker/pool/pool.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A limiter with what has passed it. `open` is whether anything can pass. */
function start() {
  const passed: HandlerLogLine[] = [];
  const state = { open: true };
  const limiter = new LogLimiter((line) => {
    if (!state.open) return 0;
    passed.push(line);
    return 50;
  });
  const flood = (lines: number) => {
    for (let i = 1; i <= lines; i++) limiter.log({ level: "info", message: String(i) });
  };
  const told = () => passed.flatMap(({ dropped }) => dropped ?? []);
  const kept = () => passed.length - told().length;
  return { limiter, passed, state, flood, told, kept };
}

test("lines within the budget pass as they are, and nothing is told of", () => {
  const { limiter, passed, flood } = start();
  flood(LINES_BURST);
  limiter.end();
  vi.advanceTimersByTime(10_000);
  expect(passed.map(({ message }) => message)).toEqual(
    Array.from({ length: LINES_BURST }, (_, i) => `${i + 1}`),
  );
});

test("after a flood one line tells how many were dropped, within a second", () => {
  const { flood, passed, told, kept } = start();
  flood(1_000_000);
  expect(told()).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(told()).toEqual([1_000_000 - LINES_BURST]);
  expect(passed.at(-1)).toEqual({
    level: "warn",
    message: "999000 lines dropped: an attempt may log 200 lines and 1 MiB a second",
    dropped: 999_000,
  });
  vi.advanceTimersByTime(60_000);
  expect(kept() + told().length).toBe(LINES_BURST + 1);
});

test("during a flood it is told at most once a second, and the end of the attempt tells the rest", () => {
  const { limiter, flood, told, kept } = start();
  for (let ms = 0; ms < 10_000; ms += 10) {
    flood(1_000);
    vi.advanceTimersByTime(10);
  }
  expect(told().length).toBeGreaterThanOrEqual(9);
  expect(told().length).toBeLessThanOrEqual(10);
  limiter.end();
  expect(kept() + told().reduce((sum, lines) => sum + lines, 0)).toBe(1_000_000);
  expect(kept()).toBeGreaterThan(LINES_BURST + 1_900);
  expect(vi.getTimerCount()).toBe(0);
});

test("a handler that computes lets no timer fire, and is told of all the same", () => {
  let now = 0;
  const passed: HandlerLogLine[] = [];
  const limiter = new LogLimiter(
    (line) => passed.push(line),
    () => now,
  );
  for (; now < 5_000; now += 0.25) limiter.log({ level: "info", message: "busy" });
  expect(passed.filter(({ dropped }) => dropped !== undefined).length).toBeGreaterThanOrEqual(4);
});

test("what a child has dropped and what is dropped here is told of in one line", () => {
  const { limiter, flood, told } = start();
  limiter.log({ level: "warn", message: "700 lines dropped", dropped: 700 });
  flood(LINES_BURST + 23);
  limiter.log({ level: "warn", message: "1 line dropped", dropped: 1 });
  limiter.log({ level: "warn", message: "odd", dropped: Number.NaN });
  limiter.end();
  expect(told()).toEqual([724]);
});

test("lines that cannot be passed on are dropped, and told of once they can", () => {
  const { limiter, flood, state, told, passed } = start();
  state.open = false;
  flood(3);
  vi.advanceTimersByTime(5_000);
  state.open = true;
  vi.advanceTimersByTime(1_000);
  expect(told()).toEqual([3]);
  expect(passed).toHaveLength(1);

  // At the end of the attempt nobody waits for that any more.
  state.open = false;
  flood(1);
  limiter.end();
  expect(vi.getTimerCount()).toBe(0);
});

test("what comes after the end is still passed on, and what is dropped then is told of at once", () => {
  const { limiter, flood, told, kept } = start();
  limiter.end();
  flood(LINES_BURST + 5);
  vi.advanceTimersByTime(100);
  expect([kept(), told()]).toEqual([LINES_BURST, [5]]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProgressLimiter } from "../../../services/worker/progress-limiter.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("passes the first report at once, then the newest one every 100 ms", () => {
  const passed: number[] = [];
  const limiter = new ProgressLimiter<number>((report) => passed.push(report));

  for (let i = 1; i <= 50; i++) {
    limiter.report(i);
    vi.advanceTimersByTime(9);
  }

  expect(passed).toEqual([1, 12, 23, 34, 45]);
  limiter.flush();
  expect(passed.at(-1)).toBe(50);
});

test("the last report always comes, also when nothing follows it", () => {
  const passed: string[] = [];
  const limiter = new ProgressLimiter<string>((report) => passed.push(report));
  limiter.report("first");
  limiter.report("dropped");
  limiter.report("last");

  vi.advanceTimersByTime(100);
  expect(passed).toEqual(["first", "last"]);
  vi.advanceTimersByTime(1_000);
  limiter.flush();
  expect(passed).toEqual(["first", "last"]);
});

test("leaves no timer behind once it is flushed", () => {
  const passed: string[] = [];
  const limiter = new ProgressLimiter<string>((report) => passed.push(report));
  limiter.report("one");
  limiter.report("two");
  limiter.flush();
  expect(vi.getTimerCount()).toBe(0);
  expect(passed).toEqual(["one", "two"]);
});

test("a handler that computes lets no timer fire, and is heard all the same", () => {
  vi.useRealTimers();
  const passed: number[] = [];
  const limiter = new ProgressLimiter<number>((report) => passed.push(report));
  let reports = 0;
  for (const end = performance.now() + 450; performance.now() < end; ) limiter.report(++reports);
  expect(passed.length).toBeGreaterThanOrEqual(4);
  expect(passed.length).toBeLessThanOrEqual(5);
  limiter.flush();
  expect(passed.at(-1)).toBe(reports);
});

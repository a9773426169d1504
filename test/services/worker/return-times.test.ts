import { expect, test } from "vitest";
import { ReturnTimes } from "../../../services/worker/admission/return-times.ts";

/** Right in the middle of what is left to chance. */
const middle = () => 0.5;

test("a task is tried again soon while permits change hands, and later and later while none does", () => {
  const times = new ReturnTimes(0, middle);
  expect(times.nextInMs(0)).toBe(250);
  expect(times.nextInMs(4_000)).toBe(1_000);
  expect(times.nextInMs(60_000)).toBe(4_000);
  times.changed(60_000);
  expect(times.nextInMs(60_100)).toBe(250);
  times.started(100_000);
  expect(times.nextInMs(100_000)).toBe(250);
});

test("many that are handed back together come back one after the other, within a minute", () => {
  const times = new ReturnTimes(0, middle);
  const returns = Array.from({ length: 2_000 }, () => times.nextInMs(0));
  const perSecond = (second: number) =>
    returns.filter((ms) => ms >= second * 1_000 && ms < (second + 1) * 1_000).length;
  for (const second of [1, 5, 9]) expect(perSecond(second)).toBe(200);
  for (let i = 0; i < 100_000; i++) expect(times.nextInMs(0)).toBeLessThanOrEqual(60_000);
});

test("where tasks are quick they come back twice as fast as they start", () => {
  const times = new ReturnTimes(0, middle);
  for (let i = 0; i < 1_000; i++) times.started(i);
  const now = 1_000;
  const returns = Array.from({ length: 4_000 }, () => times.nextInMs(now));
  expect(returns.filter((ms) => ms >= 1_000 && ms < 2_000)).toHaveLength(2_000);
});

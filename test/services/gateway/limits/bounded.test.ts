import { expect, test } from "vitest";
import { keyLimits, projectLimits } from "../../../../core/limits.ts";
import { Depths, MAX_DEPTHS } from "../../../../services/gateway/depths.ts";
import type { LimitBook } from "../../../../services/gateway/limits/limit-book.ts";
import { OpenWatches } from "../../../../services/gateway/limits/open-watches.ts";
import { MAX_ACCOUNTS, RequestRates } from "../../../../services/gateway/limits/request-rates.ts";

const slow = { requestsPerSecond: 1, requestBurst: 10 };
const book: LimitBook = { key: () => keyLimits(slow), project: () => projectLimits(slow) };
const MILLION = 1_000_000;

test("S34: of a million keys and projects that call, no more accounts are kept than the most", () => {
  const rates = new RequestRates(book);
  let most = 0;
  for (let i = 0; i < MILLION; i++) {
    rates.spend({ keyId: `key${i}`, project: `project${i}` }, 1, i / 1_000);
    if (rates.size > most) most = rates.size;
  }
  expect(most).toBeLessThanOrEqual(2 * MAX_ACCOUNTS);
});

test("S34: accounts that have filled up again are forgotten", () => {
  const rates = new RequestRates(book);
  for (let i = 0; i < 1_000; i++) rates.spend({ keyId: `key${i}`, project: `project${i}` }, 1, i / 1_000);
  for (let ms = 100; ms <= 30_000; ms += 100) rates.endInterval(ms, 100);
  expect(rates.size).toBe(0);
});

test("S34: what others say of a million keys makes no more accounts than the most", () => {
  const rates = new RequestRates(book);
  for (let i = 0; i < MILLION; i++)
    rates.hear({ scope: "key", name: `key${i}`, used: 1, asked: 1, left: 0 }, 0);
  expect(rates.size).toBeLessThanOrEqual(MAX_ACCOUNTS);
});

test("S34: nothing is kept of a million calls that have ended", () => {
  const watches = new OpenWatches(book);
  for (let i = 0; i < MILLION; i++) watches.enter({ keyId: `key${i}`, project: `project${i}` })();
  expect(watches.size).toBe(0);
});

test("S34: of a million projects that submit, no more counts are kept than the most", async () => {
  const depths = new Depths({ max: () => 10, count: async () => 0, full: () => new Error() as never });
  for (let i = 0; i < MILLION; i++) depths.enter(`project${i}`);
  expect(depths.size).toBeLessThanOrEqual(MAX_DEPTHS);
});

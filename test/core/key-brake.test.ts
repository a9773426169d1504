import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  ADDRESS_BURST,
  ADDRESS_EVERY_MS,
  KEY_BURST,
  KEY_FIRST_PAUSE_MS,
  KEY_LONGEST_PAUSE_MS,
  KeyBrake,
  REMEMBERED,
} from "../../core/key-brake.ts";

const idOf = (n: number) => n.toString(16).padStart(16, "0");

test("S7: an address may send some wrong keys at once, then one every few seconds", () => {
  const brake = new KeyBrake();
  let ids = 0;
  const waits = (nowMs: number) => brake.onWrongKey("192.0.2.1", idOf(ids++), nowMs);
  for (let i = 0; i < ADDRESS_BURST; i++) expect(waits(0)).toBe(0);
  expect(waits(0)).toBe(ADDRESS_EVERY_MS);
  expect(waits(ADDRESS_EVERY_MS - 1)).toBe(1);
  expect(waits(ADDRESS_EVERY_MS)).toBe(0);
  expect(waits(ADDRESS_EVERY_MS)).toBe(ADDRESS_EVERY_MS);
  expect(brake.onWrongKey("192.0.2.2", idOf(ids++), 0)).toBe(0);
});

test("S7: a key id that keeps coming with wrong secrets, from whatever address, waits twice as long each time", () => {
  const brake = new KeyBrake();
  let addresses = 0;
  const waits = (nowMs: number) => brake.onWrongKey(`host-${addresses++}`, idOf(1), nowMs);
  let nowMs = 0;
  for (let i = 0; i < KEY_BURST; i++) expect(waits(nowMs)).toBe(0);
  for (let pauseMs = KEY_FIRST_PAUSE_MS; pauseMs < 20 * KEY_LONGEST_PAUSE_MS; pauseMs *= 2) {
    const expected = Math.min(pauseMs, KEY_LONGEST_PAUSE_MS);
    expect(waits(nowMs)).toBe(expected);
    expect(waits(nowMs + expected - 1)).toBe(1);
    nowMs += expected;
    expect(waits(nowMs)).toBe(0);
  }
  expect(brake.onWrongKey("another", idOf(2), nowMs)).toBe(0);
  nowMs += 3_600_000;
  for (let i = 0; i < KEY_BURST; i++) expect(waits(nowMs)).toBe(0);
});

test("S7: whoever waits as long as the answer says is looked at again, and never more than the brake allows", () => {
  const asks = fc.array(
    fc.record({
      address: fc.integer({ min: 0, max: 2 }),
      id: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
      afterMs: fc.integer({ min: 0, max: 5_000 }),
    }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(asks, (list) => {
      const brake = new KeyBrake();
      const passed = new Map<number, number>();
      let nowMs = 0;
      for (const { address, id, afterMs } of list) {
        nowMs += afterMs;
        const from = `192.0.2.${address}`;
        const keyId = id === undefined ? undefined : idOf(id);
        const waitMs = brake.onWrongKey(from, keyId, nowMs);
        if (waitMs > 0) {
          nowMs += waitMs;
          expect(brake.onWrongKey(from, keyId, nowMs)).toBe(0);
        }
        passed.set(address, (passed.get(address) ?? 0) + 1);
      }
      for (const count of passed.values())
        expect(count).toBeLessThanOrEqual(ADDRESS_BURST + Math.floor(nowMs / ADDRESS_EVERY_MS));
    }),
  );
});

test("S7: what names no key counts by its address", () => {
  const brake = new KeyBrake();
  for (let i = 0; i < ADDRESS_BURST; i++) expect(brake.onWrongKey("192.0.2.1", undefined, 0)).toBe(0);
  expect(brake.onWrongKey("192.0.2.1", undefined, 0)).toBeGreaterThan(0);
});

test("S7: all addresses of one IPv6 network count as one", () => {
  const brake = new KeyBrake();
  const waits = Array.from({ length: ADDRESS_BURST + 1 }, (_, i) =>
    brake.onWrongKey(`2001:db8:1:2::${(i + 1).toString(16)}`, undefined, 0),
  );
  expect(waits.at(-1)).toBe(ADDRESS_EVERY_MS);
  expect(brake.onWrongKey("2001:db8:1:3::1", undefined, 0)).toBe(0);
});

test("S34: a million addresses and ids leave the brake as small as it may be", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heapNow = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const brake = new KeyBrake();
  const tryUntil = (from: number, to: number) => {
    for (let i = from; i < to; i++)
      brake.onWrongKey(`2001:db8:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::1`, idOf(i), i);
  };
  tryUntil(0, 100_000);
  const before = heapNow();
  tryUntil(100_000, 1_000_000);
  const grownBy = heapNow() - before;
  expect(brake.size).toBeLessThanOrEqual(2 * REMEMBERED);
  expect(brake.size).toBeGreaterThanOrEqual(REMEMBERED);
  expect(grownBy).toBeLessThan(2 * 1024 ** 2);
});

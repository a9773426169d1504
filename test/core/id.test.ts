import fc from "fast-check";
import { expect, test } from "vitest";
import { timeOfUuidV7, uuidV7 } from "../../core/id.ts";
import { isTaskId } from "../../core/name.ts";

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const chance = fc.uint8Array({ minLength: 10, maxLength: 10 });

test("an id is a UUID of version 7 that carries its time", () => {
  fc.assert(
    fc.property(times, chance, (ms, random) => {
      const id = uuidV7(ms, random);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(isTaskId(id)).toBe(true);
      expect(timeOfUuidV7(id)).toBe(ms);
    }),
  );
});

test("ids of different milliseconds sort by time, whatever chance says", () => {
  fc.assert(
    fc.property(times, times, chance, chance, (a, b, first, second) => {
      fc.pre(a < b);
      expect(uuidV7(a, first) < uuidV7(b, second)).toBe(true);
    }),
  );
});

test("74 bits of chance reach the id", () => {
  const none = uuidV7(0, new Uint8Array(10));
  const all = uuidV7(0, new Uint8Array(10).fill(255));
  expect(none).toBe("00000000-0000-7000-8000-000000000000");
  expect(all).toBe("00000000-0000-7fff-bfff-ffffffffffff");
});

test("the random bytes given are left as they were", () => {
  const random = new Uint8Array(10).fill(7);
  uuidV7(1, random);
  expect(random).toEqual(new Uint8Array(10).fill(7));
});

test("an id of another version says nothing of its time", () => {
  expect(timeOfUuidV7("6f1c8a52-9f0e-4c53-8d3b-0a1b2c3d4e5f")).toBeUndefined();
});

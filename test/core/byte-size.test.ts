import fc from "fast-check";
import { expect, test } from "vitest";
import { formatByteSize, parseByteSize } from "../../core/byte-size.ts";

test("sizes read as people write them", () => {
  const read = { "0B": 0, "512B": 512, "1KiB": 1_024, "1.5MiB": 1_572_864, "2GiB": 2_147_483_648 };
  for (const [text, bytes] of Object.entries(read)) expect(parseByteSize(text)).toBe(bytes);
});

test("a size of a few whole units reads as it was written", () => {
  const units = fc.constantFrom(1, 1024, 1024 ** 2, 1024 ** 3);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_023 }), units, (count, unit) => {
      expect(parseByteSize(formatByteSize(count * unit))).toBe(count * unit);
    }),
  );
});

test("any size is written to within a twentieth", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (bytes) => {
      const read = parseByteSize(formatByteSize(bytes)) ?? Number.NaN;
      expect(Math.abs(read - bytes) / bytes).toBeLessThanOrEqual(0.05);
    }),
  );
});

test("anything else is no size", () => {
  for (const text of ["", "5", "GiB", "-1B", "1 GiB", "2GB", "2gib", "1e3B", ".5MiB", "99999999999999GiB"]) {
    expect(parseByteSize(text)).toBeUndefined();
  }
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type FeedPosition,
  MAX_MISSING,
  readPosition,
  writePosition,
} from "../../../core/event-feed/position.ts";
import type { SequenceRange } from "../../../core/event-feed/sequences.ts";

const number = fc.nat({ max: 2 ** 40 });

/** Ranges apart from each other, all below or at the sequence. */
const missing = fc.array(fc.tuple(fc.integer({ min: 2, max: 1_000 }), fc.nat(1_000)), {
  maxLength: MAX_MISSING,
});

const position = fc
  .record({
    epoch: number,
    timeMs: number,
    missing,
    above: fc.nat(1_000),
    readTo: fc.option(number, { nil: undefined }),
    since: fc.option(number, { nil: undefined }),
    partly: fc.option(fc.record({ sequence: number, number: fc.nat(1_000) }), { nil: undefined }),
  })
  .map(({ epoch, timeMs, missing, above, readTo, since, partly }): FeedPosition => {
    let last = 0;
    const ranges = missing.map(([gap, length]): SequenceRange => {
      const first = last + gap;
      last = first + length;
      return [first, last];
    });
    return {
      epoch,
      timeMs,
      sequence: last + above,
      missing: ranges,
      ...(readTo !== undefined && { readTo }),
      ...(partly !== undefined && { partly }),
      ...(since !== undefined && { since }),
    };
  });

test("a position is read as it was written, and fits into a header", () => {
  fc.assert(
    fc.property(position, (given) => {
      const text = writePosition(given);
      expect(readPosition(text)).toEqual(given);
      expect(text).toMatch(/^[0-9a-z.-]{1,600}$/);
    }),
  );
});

test("anything else is no position, and is refused without a throw", () => {
  const broken = [
    "",
    "1",
    "1.a.b",
    "2.a.b.c",
    "1.a.b.-1",
    "1.a.b.c.x1",
    "1.a.b.c.m",
    "1.a.b.1.m5",
    "1.a.b.c.p1",
    "1.A.b.c",
    "1.a.b.c.",
  ];
  for (const text of broken) expect(readPosition(text)).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ maxLength: 3_000 }), (text) => {
      const read = readPosition(text);
      if (read !== undefined) expect(readPosition(writePosition(read))).toEqual(read);
    }),
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RecentMap } from "../../core/recent-map.ts";

test("what was used last is there, and never more than the maximum", () => {
  const steps = fc.array(fc.record({ key: fc.integer({ min: 0, max: 12 }), write: fc.boolean() }));
  fc.assert(
    fc.property(steps, (list) => {
      const map = new RecentMap<number>(8);
      /** The keys by their last use, the last one first, and what they were last set to. */
      let recent: number[] = [];
      const values = new Map<number, number>();
      for (const [i, { key, write }] of list.entries()) {
        const name = String(key);
        if (write) {
          map.set(name, i);
          values.set(key, i);
        } else {
          const found = map.get(name);
          if (found !== undefined) expect(found).toBe(values.get(key));
          else expect(recent.slice(0, 4)).not.toContain(key);
          if (found === undefined) continue;
        }
        recent = [key, ...recent.filter((other) => other !== key)];
        expect(map.size).toBeLessThanOrEqual(8);
      }
    }),
  );
});

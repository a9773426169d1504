import fc from "fast-check";
import { expect, test } from "vitest";
import { afterTask, askingOrder, newShares, type QueueShare } from "../../core/queue-order.ts";

const weights = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 9 });
const NONE: ReadonlySet<string> = new Set();

function sharesOf(given: readonly number[]): readonly QueueShare[] {
  const named = given.map((weight, index) => [`q${index}`, weight] as const);
  return newShares(
    named.map(([queue]) => queue),
    new Map(named),
  );
}

/** The queue that the next task is taken from: the first one in order that has any. */
function nextQueue(shares: readonly QueueShare[], empty: ReadonlySet<string>): string | undefined {
  return askingOrder(shares).find((queue) => !empty.has(queue));
}

test("while all queues have tasks, each is within one task of its share after any number of tasks", () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 300 }), (given, count) => {
      let shares = sharesOf(given);
      const taken = new Map<string, number>();
      const total = given.reduce((sum, weight) => sum + weight, 0);
      for (let n = 1; n <= count; n++) {
        const [queue = ""] = askingOrder(shares);
        taken.set(queue, (taken.get(queue) ?? 0) + 1);
        shares = afterTask(shares, queue, NONE);
        for (const { queue: name, weight } of shares) {
          expect(Math.abs((taken.get(name) ?? 0) - (n * weight) / total)).toBeLessThan(1);
        }
      }
    }),
  );
});

test("a queue that always has tasks is never starved, whatever comes and goes in the others", () => {
  const rounds = fc.array(fc.infiniteStream(fc.boolean()), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(weights, rounds, fc.nat(8), (given, emptiness, pick) => {
      let shares = sharesOf(given);
      const steady = `q${pick % given.length}`;
      const total = given.reduce((sum, weight) => sum + weight, 0);
      const own = given[pick % given.length] ?? 1;
      // Its share of the time, and once more for each queue that had something saved up.
      const longest = Math.ceil(total / own) * 2 + given.length;
      let waited = 0;
      for (let n = 0; n < 400; n++) {
        const empty = new Set(
          shares
            .map(({ queue }) => queue)
            .filter((queue, i) => queue !== steady && emptiness[i]?.next().value),
        );
        const queue = nextQueue(shares, empty) ?? "";
        waited = queue === steady ? 0 : waited + 1;
        expect(waited).toBeLessThanOrEqual(longest);
        shares = afterTask(shares, queue, empty);
      }
    }),
  );
});

test("a queue that was empty for long has no more than its share once tasks come", () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 500 }), (given, before) => {
      let shares = sharesOf([...given, 1]);
      const idle = `q${given.length}`;
      for (let n = 0; n < before; n++) {
        shares = afterTask(shares, nextQueue(shares, new Set([idle])) ?? "", new Set([idle]));
      }
      let inARow = 0;
      while (askingOrder(shares)[0] === idle && inARow < 3) {
        shares = afterTask(shares, idle, NONE);
        inARow++;
      }
      expect(inARow).toBeLessThanOrEqual(1);
    }),
  );
});

test("the order holds every queue once, and weights are 1 where nothing is said", () => {
  fc.assert(
    fc.property(weights, (given) => {
      const shares = sharesOf(given);
      expect(askingOrder(shares).toSorted()).toEqual(shares.map(({ queue }) => queue).toSorted());
    }),
  );
  expect(newShares(["a", "b"], new Map([["b", 3]]))).toEqual([
    { queue: "a", weight: 1, credit: 0 },
    { queue: "b", weight: 3, credit: 0 },
  ]);
});

test("three to one is spread out, not three in a row and then one", () => {
  let shares = newShares(["images", "reports"], new Map([["images", 3]]));
  const order = Array.from({ length: 8 }, () => {
    const [queue = ""] = askingOrder(shares);
    shares = afterTask(shares, queue, NONE);
    return queue[0];
  });
  expect(order.join("")).toBe("iiriiiri");
});

import { expect, test } from "vitest";
import type { PoolKind } from "../../../core/task-type.ts";
import { InlinePool } from "../../../services/worker/pool/inline-pool.ts";
import { scalePool } from "../../../services/worker/scale.ts";

/** Pools of 4 under these names; what they run does not matter here. */
function poolsOf(...kinds: readonly PoolKind[]) {
  return new Map(kinds.map((kind) => [kind, new InlinePool(4, () => undefined)]));
}

test("the pool that is named gets the size, and it is said what it was", () => {
  const pools = poolsOf("prefork", "exec");
  expect(scalePool(pools, { pool: "exec", concurrency: 9 })).toEqual({
    kind: "scaled",
    pool: "exec",
    concurrency: 9,
    previous: 4,
  });
  expect([...pools.values()].map(({ size }) => size)).toEqual([4, 9]);
});

test("without a name it is the only pool, or prefork where there are several", () => {
  expect(scalePool(poolsOf("inline"), { concurrency: 1 })).toMatchObject({ pool: "inline", concurrency: 1 });
  expect(scalePool(poolsOf("inline", "prefork"), { concurrency: 5 })).toMatchObject({ pool: "prefork" });
});

test.each([
  ["a pool that is not there", poolsOf("inline", "exec"), {}, "it has no prefork pool, only inline and exec"],
  [
    "no task at all",
    poolsOf("exec"),
    { concurrency: 0 },
    "the exec pool runs from 1 to 256 tasks at once, not 0",
  ],
  [
    "too many",
    poolsOf("inline"),
    { concurrency: 1_001 },
    "the inline pool runs from 1 to 1000 tasks at once, not 1001",
  ],
])("%s is refused, and nothing changes", (_what, pools, changes, problem) => {
  expect(scalePool(pools, { concurrency: 8, ...changes })).toEqual({ kind: "refused", problem });
  for (const pool of pools.values()) expect(pool.size).toBe(4);
});

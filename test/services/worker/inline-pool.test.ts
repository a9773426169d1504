import { expect, test } from "vitest";
import type { defineTask } from "../../../sdk/define-task.ts";
import { InlinePool } from "../../../services/worker/pool/inline-pool.ts";
import { type Act, inlinePuppet } from "../../support/puppet-tasks.ts";
import { errorOf, Heard, jobOf } from "./job.ts";

const poolOf = (size: number) => new InlinePool(size, () => inlinePuppet as ReturnType<typeof defineTask>);

const run = (pool: InlinePool, acts: readonly Act[], changes = {}) =>
  pool.run(jobOf(acts, changes), new Heard());

test("runs as many jobs as it has slots, and frees each when its job ends", async () => {
  const pool = poolOf(2);
  let freed = 0;
  pool.onFree(() => freed++);

  const waiting = run(pool, [{ do: "obey_stop", result: "stopped" }]);
  const quick = run(pool, [{ do: "return", result: "quick" }]);
  expect(pool.freeSlots()).toBe(0);

  expect(await quick.outcome).toEqual({ kind: "returned", result: "quick" });
  expect([pool.freeSlots(), freed]).toEqual([1, 1]);
  waiting.stop("CANCELLED");
  expect(await waiting.outcome).toEqual({ kind: "returned", result: "stopped" });
  expect([pool.freeSlots(), freed]).toEqual([2, 2]);
});

test("a handler that throws, or throws nothing at all, ends its own job only", async () => {
  const pool = poolOf(2);
  expect(errorOf(await run(pool, [{ do: "throw", message: "bad" }]).outcome)).toMatchObject({
    message: "bad",
  });
  expect(pool.freeSlots()).toBe(2);
});

test("a job whose type a reload has taken away fails, may be tried elsewhere, and frees its slot", async () => {
  const pool = new InlinePool(1, () => undefined);
  const { outcome } = run(pool, [{ do: "return" }]);
  expect(await outcome).toMatchObject({
    kind: "failed",
    retryable: true,
    error: { reason: "HANDLER_ERROR" },
  });
  expect(errorOf(await outcome).message).toContain("no task type");
  expect(pool.freeSlots()).toBe(1);
});

test("the soft limit and a cancel abort the signal, each with its reason", async () => {
  const pool = poolOf(2);
  const limited = run(pool, [{ do: "obey_stop" }], { softLimitMs: 20 });
  const cancelled = run(pool, [{ do: "obey_stop" }]);
  cancelled.stop("CANCELLED");

  expect(errorOf(await limited.outcome).message).toBe("stopped: SOFT_LIMIT");
  expect(errorOf(await cancelled.outcome).message).toBe("stopped: CANCELLED");
});

test("a limit of a month is no limit of a millisecond", async () => {
  const pool = poolOf(1);
  const job = run(
    pool,
    [
      { do: "block", ms: 20 },
      { do: "obey_stop", result: "x" },
    ],
    {
      softLimitMs: 31 * 86_400_000,
    },
  );
  const first = await Promise.race([job.outcome, new Promise((resolve) => setImmediate(resolve, "runs"))]);
  expect(first).toBe("runs");
  job.stop("CANCELLED");
  await job.outcome;
});

test("stopping the pool tells all handlers", async () => {
  const pool = poolOf(2);
  const jobs = [run(pool, [{ do: "obey_stop" }]), run(pool, [{ do: "obey_stop" }])];
  await pool.stop();
  for (const job of jobs) expect(errorOf(await job.outcome).message).toBe("stopped: DRAINING");
});

test("a pool that grows has free slots at once, and says so; one that shrinks lets its jobs end", async () => {
  const pool = poolOf(1);
  const jobs = [run(pool, [{ do: "obey_stop", result: 1 }])];
  let freed = 0;
  pool.onFree(() => freed++);
  pool.resize(3);
  expect([pool.size, pool.freeSlots(), freed]).toEqual([3, 2, 1]);

  jobs.push(run(pool, [{ do: "obey_stop", result: 2 }]));
  pool.resize(1);
  expect(pool.freeSlots()).toBe(0);
  jobs[0]?.stop("CANCELLED");
  expect(await jobs[0]?.outcome).toEqual({ kind: "returned", result: 1 });
  expect(pool.freeSlots()).toBe(0);
  jobs[1]?.stop("CANCELLED");
  await jobs[1]?.outcome;
  expect(pool.freeSlots()).toBe(1);
});

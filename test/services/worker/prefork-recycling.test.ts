import { describe, expect, test } from "vitest";
import type { PreforkPool } from "../../../services/worker/pool/prefork-pool.ts";
import { openProcessScopes, type ProcessScopes } from "../../../services/worker/pool/process-scope.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { isAlive } from "../../support/process-state.ts";
import type { Act } from "../../support/puppet-tasks.ts";
import { errorOf, Heard, jobOf } from "./job.ts";
import { startPool } from "./prefork.ts";

const MIB = 1024 ** 2;

/** The process id of the child that runs a job. */
async function pidOf(pool: PreforkPool, acts: readonly Act[] = []): Promise<number> {
  const { outcome } = pool.run(jobOf([...acts, { do: "read_pid" }]), new Heard());
  const ended = await outcome;
  if (ended.kind !== "returned") throw new Error(`not returned but ${ended.kind}`);
  return Number(ended.result);
}

/** Resolves when the pool has a free slot. */
async function free(pool: PreforkPool): Promise<void> {
  if (pool.freeSlots() > 0) return;
  await new Promise<void>((resolve) => pool.onFree(resolve));
}

describe("a child of the prefork pool", () => {
  test("is replaced after its share of tasks, and its process is gone", async () => {
    const pool = await startPool(1, { maxTasksPerChild: 3 });
    const pids: number[] = [];
    for (let i = 0; i < 7; i++) {
      await free(pool);
      pids.push(await pidOf(pool));
    }

    const [first, , , second, , , third] = pids;
    expect(pids).toEqual([first, first, first, second, second, second, third]);
    expect(new Set(pids).size).toBe(3);
    await eventuallyTrue("both to be gone", () => !isAlive(first ?? -1) && !isAlive(second ?? -1));
  });

  test("has a successor that is ready before it goes", async () => {
    const pool = await startPool(1, { maxTasksPerChild: 2 });
    await pidOf(pool);
    // The second task lasts until a third process is there: the child itself, and the one that will follow it.
    const outcome = pool.run(jobOf([{ do: "wait_for_sibling" }, { do: "read_pid" }]), new Heard()).outcome;
    expect((await outcome).kind).toBe("returned");
    await free(pool);
    expect(pool.freeSlots()).toBe(1);
  });

  test("is replaced after a task that left it larger than its limit", async () => {
    const pool = await startPool(1, { maxMemoryBytes: 1_000 * MIB });
    // With what the child itself takes this is over the limit, and by less than a tenth.
    const first = await pidOf(pool, [
      { do: "take_memory", bytes: 980 * MIB },
      { do: "block", ms: 600 },
    ]);
    await eventuallyTrue("the large child to be gone", () => !isAlive(first));
    await free(pool);
    expect(await pidOf(pool)).not.toBe(first);
  });

  test("is killed in the middle of a task that takes a tenth more than its limit, and the error says how much", async () => {
    const pool = await startPool(2, { maxMemoryBytes: 200 * MIB });
    const sibling = pool.run(
      jobOf([
        { do: "block", ms: 800 },
        { do: "return", result: "unharmed" },
      ]),
      new Heard(),
    );
    const greedy = pool.run(
      jobOf([
        { do: "take_memory", bytes: 300 * MIB },
        { do: "block", ms: 20_000 },
      ]),
      new Heard(),
    );

    const error = errorOf(await greedy.outcome);
    expect(error).toMatchObject({ reason: "MEMORY_LIMIT", signal: "SIGKILL" });
    expect(error.peakMemoryBytes).toBeGreaterThan(220 * MIB);
    expect(await sibling.outcome).toEqual({ kind: "returned", result: "unharmed" });
  });

  test("fails its task with MEMORY_LIMIT when a type's own limit is lower than the pool's", async () => {
    const pool = await startPool(1);
    const job = jobOf(
      [
        { do: "take_memory", bytes: 300 * MIB },
        { do: "block", ms: 20_000 },
      ],
      { memoryLimitBytes: 150 * MIB },
    );
    expect(errorOf(await pool.run(job, new Heard()).outcome).reason).toBe("MEMORY_LIMIT");
  });

  test("is replaced after a task that left it larger than the limit of its type, however short that was", async () => {
    const pool = await startPool(1);
    // A child takes between 40 and 110 MiB for itself: one of these tasks fits, and leaves it over the limit.
    const job = () =>
      jobOf([{ do: "take_memory", bytes: 770 * MIB }, { do: "read_pid" }], { memoryLimitBytes: 800 * MIB });
    const pids: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      await free(pool);
      pids.push(await pool.run(job(), new Heard()).outcome);
    }
    expect(new Set(pids.map((ended) => JSON.stringify(ended))).size).toBe(3);
    expect(pids).toEqual(pids.map(() => ({ kind: "returned", result: expect.any(Number) })));
  });

  test("is replaced before a task that may take less than others have left in it", async () => {
    const pool = await startPool(1);
    const large = await pidOf(pool, [{ do: "take_memory", bytes: 300 * MIB }]);
    const job = jobOf([{ do: "block", ms: 600 }, { do: "read_pid" }], { memoryLimitBytes: 200 * MIB });
    const ended = await pool.run(job, new Heard()).outcome;
    expect(ended).toEqual({ kind: "returned", result: expect.any(Number) });
    expect(ended).not.toEqual({ kind: "returned", result: large });
  });

  test("fails its task with MEMORY_LIMIT when its heap is full", async () => {
    const pool = await startPool(1, { maxMemoryBytes: 150 * MIB });
    const error = errorOf(await pool.run(jobOf([{ do: "fill_heap" }]), new Heard()).outcome);
    expect(error.reason).toBe("MEMORY_LIMIT");
  });

  test("tells the memory and the CPU time of an attempt that failed", async () => {
    const pool = await startPool(1);
    const { outcome } = pool.run(
      jobOf([
        { do: "block", ms: 300 },
        { do: "throw", message: "late" },
      ]),
      new Heard(),
    );
    const error = errorOf(await outcome);
    expect(error.peakMemoryBytes).toBeGreaterThan(20 * MIB);
    expect(error.cpuMs).toBeGreaterThan(0);
  });
});

const tight = openProcessScopes(`test-${process.pid}-probe`);
const isTight = tight.isTight();
tight.close();

/** Scopes as they are where no control group can be made. */
const marksOnly = (): ProcessScopes => openProcessScopes(`test-${process.pid}-marks`, () => undefined);

describe.each([
  [`with control groups${isTight ? "" : " (none can be made here: marks are used)"}`, undefined],
  ["with marks in the environment", marksOnly],
] as const)("what a handler leaves behind, %s", (_how, open) => {
  test("is gone when its attempt has succeeded, and the child works on", async () => {
    const pool = await startPool(1, {}, open?.());
    const heard = new Heard();
    const child = await pidOf(pool);
    await pool.run(jobOf([{ do: "start_daemon" }, { do: "return", result: null }]), heard).outcome;

    const [daemon] = heard.progress;
    await eventuallyTrue("the daemon to be gone", () => !isAlive(daemon?.done ?? 0));
    await free(pool);
    expect(await pidOf(pool)).toBe(child);
  });

  test("is gone when its attempt has been killed", async () => {
    const pool = await startPool(1, {}, open?.());
    const heard = new Heard();
    const job = jobOf([{ do: "start_daemon" }, { do: "block", ms: 20_000 }], { hardLimitMs: 500 });
    expect(errorOf(await pool.run(job, heard).outcome).reason).toBe("HARD_LIMIT");
    await eventuallyTrue("the daemon to be gone", () => !isAlive(heard.progress[0]?.done ?? 0));
  });
});

test.runIf(isTight)(
  "where control groups can be made, a process that cleaned its environment is found too",
  async () => {
    const pool = await startPool(1);
    const heard = new Heard();
    await pool.run(jobOf([{ do: "start_daemon", cleanEnv: true }, { do: "return" }]), heard).outcome;
    await eventuallyTrue("the daemon to be gone", () => !isAlive(heard.progress[0]?.done ?? 0));
  },
);

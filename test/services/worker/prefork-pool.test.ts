import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { handlerEnv } from "../../../services/worker/handler-env.ts";
import type { Job, RunningJob } from "../../../services/worker/pool/pool.ts";
import type { PreforkPool } from "../../../services/worker/pool/prefork-pool.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { isAlive } from "../../support/process-state.ts";
import type { Act } from "../../support/puppet-tasks.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { errorOf, Heard, jobOf } from "./job.ts";
import { createPool, startPool } from "./prefork.ts";

function run(
  pool: PreforkPool,
  acts: readonly Act[],
  changes: Partial<Job> = {},
  heard = new Heard(),
): RunningJob {
  return pool.run(jobOf(acts, changes), heard);
}

describe("a pool of child processes", () => {
  test("runs one job in each slot, and has no free slot while all are busy", async () => {
    const pool = await startPool(2);
    const release = join(temporaryFolder(), "release");
    expect(pool.freeSlots()).toBe(2);

    const first = run(pool, [
      { do: "wait_for_file", path: release },
      { do: "return", result: "first" },
    ]);
    const second = run(pool, [
      { do: "wait_for_file", path: release },
      { do: "return", result: "second" },
    ]);
    expect(pool.freeSlots()).toBe(0);
    writeFileSync(release, "");

    expect(await first.outcome).toEqual({ kind: "returned", result: "first" });
    expect(await second.outcome).toEqual({ kind: "returned", result: "second" });
    expect(pool.freeSlots()).toBe(2);
  });

  test("tells the handler who it is", async () => {
    const pool = await startPool(1);
    const job = jobOf([{ do: "read_context" }], { attempt: 2, maxAttempts: 5 });
    const { taskId, project, attempt, maxAttempts } = job;

    expect(await pool.run(job, new Heard()).outcome).toEqual({
      kind: "returned",
      result: { taskId, project, attempt, maxAttempts },
    });
  });

  test("refuses to start, naming the file, when the children cannot load it, and leaves no child behind", async () => {
    const broken = join(temporaryFolder(), "broken.ts");
    writeFileSync(broken, "export const task = ;");
    const pool = createPool(2, { modules: [broken] });

    await expect(pool.start()).rejects.toThrow(/broken\.ts: SyntaxError/);
    expect(pool.freeSlots()).toBe(0);
    await pool.stop();
  });
});

describe("a child that dies", () => {
  test("fails its own job with how it ended, while the other jobs go on", async () => {
    const pool = await startPool(2);
    const release = join(temporaryFolder(), "release");
    const sibling = run(pool, [
      { do: "wait_for_file", path: release },
      { do: "return", result: "unharmed" },
    ]);

    const killed = await run(pool, [{ do: "kill", signal: "SIGKILL" }]).outcome;
    writeFileSync(release, "");

    expect(killed).toMatchObject({
      kind: "failed",
      retryable: true,
      error: { name: "ChildExited", reason: "CHILD_EXITED", signal: "SIGKILL" },
    });
    expect(await sibling.outcome).toEqual({ kind: "returned", result: "unharmed" });
  });

  test("by exit(0) without a result has failed all the same", async () => {
    const pool = await startPool(1);

    const outcome = await run(pool, [{ do: "exit", code: 0 }]).outcome;

    expect(errorOf(outcome)).toMatchObject({ reason: "CHILD_EXITED", exitCode: 0 });
    expect(errorOf(outcome).message).toContain("without a result (exit code 0)");
  });

  test("of an error that nobody caught has failed with that error", async () => {
    const pool = await startPool(1);

    const outcome = await run(pool, [{ do: "throw_in_timer", message: "lost" }]).outcome;

    expect(errorOf(outcome)).toMatchObject({
      reason: "CHILD_EXITED",
      exitCode: 1,
      message: "the child process ended without a result (exit code 1): nobody caught Error: lost",
      stack: expect.stringContaining("puppet-tasks.ts"),
      causes: ["TypeError: why"],
    });
  });

  test("is replaced, and its slot is free again only then", async () => {
    const pool = await startPool(1);
    const freed = new Promise<void>((resolve) => pool.onFree(resolve));

    await run(pool, [{ do: "kill", signal: "SIGSEGV" }]).outcome;
    expect(pool.freeSlots()).toBe(0);
    await freed;

    expect(pool.freeSlots()).toBe(1);
    expect(await run(pool, [{ do: "return", result: "again" }]).outcome).toEqual({
      kind: "returned",
      result: "again",
    });
    expect(pool.problems()).toEqual([]);
  });

  test("leaves a job that waits for its slot to the one that replaces it", async () => {
    const pool = await startPool(1);
    const dying = run(pool, [{ do: "kill", signal: "SIGKILL" }]);
    const waiting = run(pool, [{ do: "return", result: "ran" }]);

    expect(errorOf(await dying.outcome).reason).toBe("CHILD_EXITED");
    expect(await waiting.outcome).toEqual({ kind: "returned", result: "ran" });
  });
});

describe("limits and stops", () => {
  test("the soft limit aborts the signal with the reason SOFT_LIMIT", async () => {
    const pool = await startPool(1);
    const outcome = await run(pool, [{ do: "obey_stop" }], { softLimitMs: 50 }).outcome;
    expect(errorOf(outcome).message).toBe("stopped: SOFT_LIMIT");
  });

  test("a handler may end well after the soft limit", async () => {
    const pool = await startPool(1);
    const outcome = await run(pool, [{ do: "obey_stop", result: "partial" }], { softLimitMs: 50 }).outcome;
    expect(outcome).toEqual({ kind: "returned", result: "partial" });
  });

  test("the hard limit kills a handler that blocks its process, and the slot is free again", async () => {
    const pool = await startPool(1);
    const started = Date.now();

    const outcome = await run(pool, [{ do: "block", ms: 30_000 }], { softLimitMs: 100, hardLimitMs: 200 })
      .outcome;

    expect(outcome).toMatchObject({ kind: "failed", retryable: true });
    expect(errorOf(outcome)).toMatchObject({
      name: "HardLimitExceeded",
      reason: "HARD_LIMIT",
      signal: "SIGKILL",
      cpuMs: expect.any(Number),
    });
    expect(Date.now() - started).toBeLessThan(1_200);
    const next = run(pool, [{ do: "return", result: 1 }]);
    expect(await next.outcome).toEqual({ kind: "returned", result: 1 });
  });

  test("a limit of a month is no limit of a millisecond", async () => {
    const pool = await startPool(1);
    const month = 31 * 86_400_000;
    const outcome = await run(
      pool,
      [
        { do: "block", ms: 50 },
        { do: "return", result: "done" },
      ],
      {
        softLimitMs: month,
        hardLimitMs: month,
      },
    ).outcome;
    expect(outcome).toEqual({ kind: "returned", result: "done" });
  });

  test("a handler that obeys a cancel ends by itself", async () => {
    const pool = await startPool(1);
    const job = run(pool, [{ do: "obey_stop" }], { cancelGraceMs: 30_000 });
    job.stop("CANCELLED");
    expect(errorOf(await job.outcome).message).toBe("stopped: CANCELLED");
  });

  test("one that does not is killed when its grace is over", async () => {
    const pool = await startPool(1);
    const job = run(pool, [{ do: "block", ms: 30_000 }], { cancelGraceMs: 100 });
    job.stop("CANCELLED");
    expect(errorOf(await job.outcome)).toMatchObject({
      name: "Killed",
      reason: "CANCELLED",
      signal: "SIGKILL",
    });
  });

  test("the handler is told why it must stop, whatever stops it", async () => {
    const pool = await startPool(1);
    for (const why of ["DEADLINE_EXCEEDED", "SOFT_LIMIT"] as const) {
      const job = run(pool, [{ do: "obey_stop" }], { cancelGraceMs: 30_000 });
      job.stop(why);
      expect(errorOf(await job.outcome).message).toBe(`stopped: ${why}`);
    }
    const job = run(pool, [{ do: "block", ms: 30_000 }], { cancelGraceMs: 30_000 });
    job.stop("HARD_LIMIT");
    expect(errorOf(await job.outcome)).toMatchObject({ name: "HardLimitExceeded", signal: "SIGKILL" });
  });

  test("cancelled again, neither it nor what it has started is told again", async () => {
    const module = join(temporaryFolder(), "count-signals.ts");
    writeFileSync(
      module,
      `import { defineTask } from "longshore";
export const task = defineTask({ type: "puppet", handler: async (_payload, { log }) => {
  process.on("SIGTERM", () => log.info("told"));
  log.info("begun");
  await new Promise(() => undefined);
} });`,
    );
    const pool = await startPool(1, { modules: [module] });
    const heard = new Heard();
    const job = pool.run(jobOf([], { cancelGraceMs: 500 }), heard);
    await heard.line(({ message }) => message === "begun");
    job.stop("CANCELLED");
    await heard.line(({ message }) => message === "told");
    job.stop("CANCELLED");
    expect(errorOf(await job.outcome).reason).toBe("CANCELLED");
    expect(heard.lines.map(({ message }) => message)).toEqual(["begun", "told"]);
  });

  test("what a handler has started dies with its child", async () => {
    const pool = await startPool(1);
    const heard = new Heard();
    const acts: Act[] = [{ do: "start_process" }, { do: "block", ms: 30_000 }];

    await run(pool, acts, { hardLimitMs: 300 }, heard).outcome;

    const pid = heard.progress[0]?.done ?? 0;
    expect(pid).toBeGreaterThan(0);
    await eventuallyTrue("the process is gone", () => !isAlive(pid));
  });
});

describe("what a handler says", () => {
  test("lines that it prints become lines of its log, the last one too", async () => {
    const pool = await startPool(1);
    const heard = new Heard();

    await run(
      pool,
      [
        { do: "print", text: "one\ntwo\n" },
        { do: "return", result: null },
      ],
      {},
      heard,
    ).outcome;

    expect(heard.lines).toEqual([
      { level: "info", message: "one", stream: "stdout" },
      { level: "info", message: "two", stream: "stdout" },
    ]);
  });

  test("all that it has printed is in its log before its outcome, and nothing of it in the next job's", async () => {
    const pool = await startPool(1);
    const [heard, next] = [new Heard(), new Heard()];
    // More than a pipe holds, and more than is read in one go.
    const bytes = 4_000;
    await run(pool, [{ do: "flood", by: "print", times: 1_000, bytes }], {}, heard).outcome;
    const { length } = heard.lines;
    await run(pool, [{ do: "print", text: "mine\n" }], {}, next).outcome;

    expect(length).toBe(1_000);
    expect(heard.lines.map(({ message }) => Number.parseInt(message, 10))).toEqual(
      Array.from({ length }, (_, i) => i + 1),
    );
    expect(next.lines.map(({ message }) => message)).toEqual(["mine"]);
  });

  test("a flood of log lines and progress reaches the worker as a few, the last progress among them", async () => {
    const pool = await startPool(1);
    const heard = new Heard();
    const acts: Act[] = [
      { do: "flood", by: "log", times: 100_000 },
      { do: "flood", by: "progress", times: 100_000, bytes: 10_000 },
    ];
    await run(pool, acts, {}, heard).outcome;

    const dropped = heard.lines.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
    const kept = heard.lines.filter((line) => line.dropped === undefined).length;
    expect(kept + dropped).toBe(100_000);
    expect(kept).toBeLessThan(5_000);
    expect(heard.progress.length).toBeLessThan(100);
    expect(heard.progress.at(-1)).toEqual({ done: 100_000, total: 100_000, message: "x".repeat(512) });
  });

  test("progress and log lines arrive in order, before the outcome", async () => {
    const pool = await startPool(1);
    const heard = new Heard();
    await run(
      pool,
      [
        { do: "progress", done: 1, total: 2 },
        { do: "log", message: "half", fields: { part: 1 } },
        { do: "progress", done: 2 },
      ],
      {},
      heard,
    ).outcome;

    expect(heard.progress).toEqual([{ done: 1, total: 2 }, { done: 2 }]);
    expect(heard.lines).toEqual([{ level: "info", message: "half", fields: { part: 1 } }]);
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["a text", "hello"],
    ["a log line without a line", { kind: "log" }],
    ["a log line of no level", { kind: "log", line: { level: "shout", message: "x" } }],
    ["progress of nothing", { kind: "progress" }],
    [
      "an outcome of another task",
      { kind: "outcome", taskId: "x", attempt: 1, outcome: { kind: "returned" } },
    ],
  ])("a message that is none of ours is passed over: %s", async (_what, message) => {
    const pool = await startPool(1);
    const heard = new Heard();
    const outcome = await run(
      pool,
      [
        { do: "send_to_worker", message },
        { do: "return", result: "fine" },
      ],
      {},
      heard,
    ).outcome;
    expect(outcome).toEqual({ kind: "returned", result: "fine" });
    expect(heard).toMatchObject({ progress: [], lines: [] });
  });

  test("of two outcomes the first one counts", async () => {
    const pool = await startPool(1);
    const job = jobOf([]);
    const { taskId, attempt } = job;
    const outcome = { kind: "returned", result: "first" };
    const payload = {
      acts: [
        { do: "send_to_worker", message: { kind: "outcome", taskId, attempt, outcome } },
        { do: "return", result: "second" },
      ],
    };

    expect(await pool.run({ ...job, payload }, new Heard()).outcome).toEqual({
      kind: "returned",
      result: "first",
    });
    const next = await run(pool, [{ do: "return", result: "next" }]).outcome;
    expect(next).toEqual({ kind: "returned", result: "next" });
  });
});

test("handlers see no credentials, only what every program needs and what they are passed", async () => {
  const env = handlerEnv(
    {
      PATH: process.env["PATH"],
      LONGSHORE_API_KEY: "lsk_secret",
      LONGSHORE_NATS_URL: "nats://user:secret@127.0.0.1",
      NATS_PASSWORD: "secret",
      AWS_SECRET_ACCESS_KEY: "secret",
      LONGSHORE_GATHER_ROOT: "/texts",
    },
    ["LONGSHORE_GATHER_ROOT"],
  );
  const pool = await startPool(1, { env });

  const outcome = await run(pool, [{ do: "read_env" }]).outcome;

  expect(outcome).toMatchObject({ kind: "returned", result: { LONGSHORE_GATHER_ROOT: "/texts" } });
  expect(JSON.stringify(outcome)).not.toMatch(/secret|LONGSHORE_API_KEY|LONGSHORE_NATS_URL/i);
});

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Job, RunningJob } from "../../../services/worker/pool/pool.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { isAlive } from "../../support/process-state.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import {
  type Command,
  FOREVER,
  outcomeOf,
  type Program,
  python,
  reportedPid,
  sh,
  startProgram,
  TELL_PID,
} from "./exec-program.ts";
import { errorOf } from "./job.ts";

describe("limits and stops", () => {
  const obeying = sh(`trap 'echo \\"partial\\"; exit 0' TERM; ${TELL_PID}; ${FOREVER}`);
  const ignoring = sh(`trap '' TERM; ${TELL_PID}; ${FOREVER}`);
  const helpless = sh(`${TELL_PID}; ${FOREVER}`);

  /** Stops a program once it runs. */
  async function stopped(command: Command, job: Partial<Job>, stop: (running: RunningJob) => void) {
    const { running, heard } = await startProgram({ command, job });
    const pid = await reportedPid(heard);
    stop(running);
    const outcome = await running.outcome;
    await eventuallyTrue("the program is gone", () => !isAlive(pid));
    return outcome;
  }
  const cancel = (running: RunningJob) => running.stop("CANCELLED");

  test("the soft limit is a SIGTERM, after which a program may still succeed", async () => {
    expect(await outcomeOf({ command: obeying, job: { softLimitMs: 1_000 } })).toEqual({
      kind: "returned",
      result: "partial",
    });
  });

  test("a program that knows no SIGTERM ends of it, and the error says why it came", async () => {
    const outcome = await outcomeOf({ command: helpless, job: { softLimitMs: 500 } });
    expect(outcome).toMatchObject({ kind: "failed", retryable: true });
    expect(errorOf(outcome)).toMatchObject({ reason: "CHILD_EXITED", signal: "SIGTERM" });
    expect(errorOf(outcome).message).toContain("after it was told of its soft limit of 500ms");
  });

  test("the hard limit kills what ignores the soft one, and the slot is free at once", async () => {
    const started = Date.now();
    const { pool, running } = await startProgram({
      command: ignoring,
      job: { softLimitMs: 1_000, hardLimitMs: 1_300 },
    });
    expect(pool.freeSlots()).toBe(1);
    const outcome = await running.outcome;
    expect(outcome).toMatchObject({ kind: "failed", retryable: true });
    expect(errorOf(outcome)).toMatchObject({
      name: "HardLimitExceeded",
      reason: "HARD_LIMIT",
      signal: "SIGKILL",
    });
    expect(Date.now() - started).toBeLessThan(2_300);
    expect(pool.freeSlots()).toBe(2);
  });

  test("a program that obeys a cancel keeps what it has done", async () => {
    expect(await stopped(obeying, {}, cancel)).toEqual({ kind: "returned", result: "partial" });
  });

  test("one that ignores it is killed when its grace is over", async () => {
    const outcome = await stopped(ignoring, { cancelGraceMs: 200 }, cancel);
    expect(errorOf(outcome)).toMatchObject({ name: "Killed", reason: "CANCELLED", signal: "SIGKILL" });
  });

  test("told again of its soft limit, it gets no second SIGTERM", async () => {
    const counting = sh(`trap 'echo told >&2' TERM; ${TELL_PID}; ${FOREVER}`);
    const { running, heard } = await startProgram({ command: counting, job: { softLimitMs: 100_000 } });
    await reportedPid(heard);
    running.stop("SOFT_LIMIT");
    await heard.line(({ message }) => message === "told");
    running.stop("SOFT_LIMIT");
    // A cancel does come through, and after it nothing else is on its way.
    running.stop("CANCELLED");
    await eventuallyTrue("it is told of the cancel", () => heard.lines.length === 2);
    running.kill();
    await running.outcome;
    expect(heard.lines.map(({ message }) => message)).toEqual(["told", "told"]);
  });

  test("its deadline stops it in the same way, and is named", async () => {
    const outcome = await stopped(ignoring, { cancelGraceMs: 200 }, (running) =>
      running.stop("DEADLINE_EXCEEDED"),
    );
    expect(errorOf(outcome)).toMatchObject({
      name: "Killed",
      reason: "DEADLINE_EXCEEDED",
      signal: "SIGKILL",
    });
  });

  test("cancelled again, it has no new grace", async () => {
    const { running, heard } = await startProgram({ command: ignoring, job: { cancelGraceMs: 1_000 } });
    await reportedPid(heard);
    const again = setInterval(() => cancel(running), 100);
    const outcome = await running.outcome;
    clearInterval(again);
    expect(errorOf(outcome).reason).toBe("CANCELLED");
  });

  test("a cancel before the program has been started keeps it from starting", async () => {
    const { running, folder } = await startProgram({ command: sh("touch started") });
    cancel(running);
    expect(errorOf(await running.outcome)).toMatchObject({ name: "Killed", reason: "CANCELLED" });
    expect(existsSync(join(folder, "started"))).toBe(false);
  });

  test("a schema that never answers is ended by the hard limit", async () => {
    const never = {
      version: 1,
      vendor: "test",
      validate: () => new Promise<never>(() => undefined),
    } as const;
    const outcome = await outcomeOf({
      command: sh("true"),
      payload: { "~standard": { ...never, jsonSchema: { input: () => ({}) } } },
      job: { hardLimitMs: 100 },
    });
    expect(errorOf(outcome).reason).toBe("HARD_LIMIT");
  });

  test("a worker that stops kills at once", async () => {
    const outcome = await stopped(ignoring, {}, (running) => running.stop("DRAINING"));
    expect(errorOf(outcome).reason).toBe("DRAINING");
  });

  test("and so does one that has lost the lease", async () => {
    const outcome = await stopped(obeying, {}, (running) => running.kill());
    expect(errorOf(outcome).reason).toBe("LEASE_LOST");
  });

  test("a pool that stops ends all it runs", async () => {
    const { pool, heard } = await startProgram({ command: ignoring });
    const pid = await reportedPid(heard);
    await pool.stop();
    expect(pool.freeSlots()).toBe(2);
    await eventuallyTrue("the program is gone", () => !isAlive(pid));
  });
});

/** For a shell script: waits until what it has started is ready. */
const READY = "until [ -e ready ]; do sleep 0.02; done";

describe("nothing outlives its attempt", () => {
  const child = `sh -c 'trap "" TERM; ${TELL_PID}; touch ready; ${FOREVER}' & ${READY}`;

  test.each<[string, Command, Partial<Job>]>([
    ["succeeds", sh(`${child}; echo 1`), {}],
    ["fails", sh(`${child}; exit 1`), {}],
    ["is killed by its hard limit", sh(`${child}; wait`), { hardLimitMs: 1_000 }],
    ["ends of the soft limit, which its child ignores", sh(`${child}; wait`), { softLimitMs: 1_000 }],
  ])("what a program has started in its group is gone when it %s", async (_what, command, job) => {
    const { running, heard } = await startProgram({ command, job });
    const pid = await reportedPid(heard);
    await running.outcome;
    await eventuallyTrue("the child is gone", () => !isAlive(pid));
  });

  test("SIGTERM reaches what a program has started", async () => {
    const grandchild = `sh -c 'trap "echo {} ; exit" TERM; touch ready; ${FOREVER}' & trap 'wait; exit 0' TERM; ${READY}; ${TELL_PID}; wait`;
    const { running, heard } = await startProgram({ command: sh(grandchild) });
    await reportedPid(heard);
    running.stop("CANCELLED");
    expect(await running.outcome).toEqual({ kind: "returned", result: {} });
  });

  test.each<[string, Pick<Program, "controlGroups">]>([
    ["can be", {}],
    ["cannot be", { controlGroups: false }],
  ])(
    "a process that has left the group, and holds the output open, is gone too, where control groups %s made",
    async (_, groups) => {
      const leaver = python(`
import os, time
ready, go = os.pipe()
if os.fork() == 0:
    os.setsid()
    os.write(3, b'{"progress":{"done":%d}}\\n' % os.getpid())
    os.write(go, b"1")
    time.sleep(600)
os.read(ready, 1)
print(1)`);
      const { running, heard } = await startProgram({ command: leaver, ...groups });
      const pid = await reportedPid(heard);
      expect(await running.outcome).toEqual({ kind: "returned", result: 1 });
      await eventuallyTrue("the process is gone", () => !isAlive(pid));
    },
  );
});

/** Whether the kernel can be told to end programs with their worker. */
function hasSetpriv(): boolean {
  try {
    execFileSync("setpriv", ["--pdeathsig", "KILL", "true"]);
    return true;
  } catch {
    return false;
  }
}

test.runIf(hasSetpriv())("a program dies with its worker, however that ends", async () => {
  const pids = join(temporaryFolder(), "pid");
  const program = sh(`trap '' TERM; echo $$ > ${pids}.new; mv ${pids}.new ${pids}; ${FOREVER}`);
  const script = join(import.meta.dirname, "exec-pool-process.ts");
  const worker = spawn(process.execPath, ["--conditions=longshore-source", script, ...program], {
    stdio: "inherit",
  });
  onTestFinished(() => void worker.kill("SIGKILL"));
  await eventuallyTrue("the program runs", () => existsSync(pids));
  const pid = Number(readFileSync(pids, "utf8"));
  expect(isAlive(pid)).toBe(true);

  worker.kill("SIGKILL");

  await eventuallyTrue("the program is gone", () => !isAlive(pid));
});

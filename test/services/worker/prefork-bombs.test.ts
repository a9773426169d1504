import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { PreforkPool } from "../../../services/worker/pool/prefork-pool.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import type { Act } from "../../support/puppet-tasks.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { errorOf, Heard, jobOf } from "./job.ts";
import { startPool } from "./prefork.ts";

/** The mark of a child is in the environment of all that it starts. */
function processesMarked(mark: string): number {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && environment(pid).includes(mark)).length;
}

function environment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}

async function markOf(pool: PreforkPool): Promise<string> {
  const outcome = await pool.run(jobOf([{ do: "read_env" }]), new Heard()).outcome;
  if (outcome.kind !== "returned") throw new Error(outcome.kind);
  return (outcome.result as { readonly LONGSHORE_CHILD: string }).LONGSHORE_CHILD;
}

/** What a job beside it comes to, while another does harm. */
async function besides(pool: PreforkPool, harm: readonly Act[], limitMs: number) {
  const bad = pool.run(jobOf(harm, { hardLimitMs: limitMs }), new Heard());
  const good = pool.run(
    jobOf([
      { do: "block", ms: 200 },
      { do: "return", result: "fine" },
    ]),
    new Heard(),
  );
  return { bad: await bad.outcome, good: await good.outcome };
}

describe("only the attempt that does harm suffers", () => {
  test("a bomb of processes that leave their group and start themselves anew is gone with its attempt", async () => {
    const pool = await startPool(1);
    const mark = await markOf(pool);
    const job = jobOf(
      [
        { do: "fork_bomb", processes: 20 },
        { do: "block", ms: 60_000 },
      ],
      { hardLimitMs: 1_500 },
    );
    expect(errorOf(await pool.run(job, new Heard()).outcome).reason).toBe("HARD_LIMIT");
    await eventuallyTrue("nothing to be left of it", () => processesMarked(mark) === 0);
    await eventuallyTrue("a slot", () => pool.freeSlots() === 1);
    expect((await pool.run(jobOf([{ do: "return", result: 1 }]), new Heard()).outcome).kind).toBe("returned");
  });

  test("one that is left behind by an attempt that succeeded is gone as well", async () => {
    const pool = await startPool(1);
    const mark = await markOf(pool);
    const job = jobOf([{ do: "fork_bomb", processes: 10 }, { do: "block", ms: 300 }, { do: "return" }]);
    await pool.run(job, new Heard()).outcome;
    await eventuallyTrue("at most the child to be left", () => processesMarked(mark) <= 1);
  });

  test("no descriptor left: that attempt fails, with the reason of the system", async () => {
    const pool = await startPool(2);
    const { bad, good } = await besides(pool, [{ do: "use_up_descriptors" }], 20_000);
    expect(errorOf(bad)).toMatchObject({ name: "Error", message: expect.stringContaining("EMFILE") });
    expect(good).toEqual({ kind: "returned", result: "fine" });
  });

  test.runIf(process.getuid?.() === 0)(
    "a full disk, where one can be mounted (as root): that attempt fails, with the reason of the system",
    async () => {
      const folder = temporaryFolder();
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]);
      onTestFinished(() => void execFileSync("umount", [folder]));
      const pool = await startPool(2);
      const { bad, good } = await besides(pool, [{ do: "fill_disk", folder }], 20_000);
      expect(errorOf(bad)).toMatchObject({ name: "Error", message: expect.stringContaining("ENOSPC") });
      expect(good).toEqual({ kind: "returned", result: "fine" });
    },
  );
});

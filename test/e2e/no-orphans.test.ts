import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { readLedger, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** How many workers are killed. A longer run: LONGSHORE_TEST_KILLS=200. */
const KILLS = Number(process.env["LONGSHORE_TEST_KILLS"] ?? 5);

/** Processes whose command line or environment has this word in it. */
function processesWith(word: string): string[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => ["cmdline", "environ"].some((file) => read(`/proc/${pid}/${file}`).includes(word)))
    .filter((pid) => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`)));
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

test(`nothing is left of ${KILLS} workers that are killed while their handlers run and have started processes`, async () => {
  const stack = await startStack({ leaseMs: 1_000 });
  const ledger = join(temporaryFolder(), "ledger");
  const acts = [{ do: "start_process" }, { do: "start_daemon" }, { do: "block", ms: 60_000 }];

  for (let i = 0; i < KILLS; i++) {
    const worker = stack.spawnWorker({ concurrency: 2 });
    const { instance } = await worker.line(/worker takes tasks/);
    await Promise.all(
      [1, 2].map(() =>
        stack.client.submitTask({ type: "puppet", payload: { acts, ledger }, retry: { maxRetries: 0 } }),
      ),
    );
    await eventuallyTrue("both handlers run", () => readLedger(ledger).length >= 2 * (i + 1), 20_000);
    const pids = readLedger(ledger)
      .slice(-2)
      .map(({ pid }) => pid);
    const marks = pids.map(
      (pid) => /LONGSHORE_CHILD=[0-9a-f-]+/.exec(read(`/proc/${pid}/environ`))?.[0] ?? "",
    );
    expect(marks.every((mark) => mark !== "")).toBe(true);
    // The daemon is there before the worker dies: it is what could be left behind.
    await eventually("all four processes of each child", () =>
      marks.every((mark) => processesWith(mark).length >= 3) ? true : undefined,
    );

    worker.kill("SIGKILL");
    await worker.exited;
    await eventuallyTrue(`nothing to be left of ${String(instance)}`, () =>
      marks.every((mark) => processesWith(mark).length === 0),
    );
  }
}, 600_000);

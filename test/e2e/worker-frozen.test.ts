import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { isAlive } from "../support/process-state.ts";
import { readLedger, startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const LEASE_MS = 1_000;
/** The promise is 250 ms; a machine that runs other tests beside this one gets more. */
const GONE_WITHIN_MS = 2_000;

test("a worker that stood still past its lease kills what it ran as soon as it goes on, and its outcome does not count", async () => {
  const stack = await startStack({ leaseMs: LEASE_MS });
  const folder = temporaryFolder();
  const ledger = join(folder, "ledger");
  const release = join(folder, "release");
  const frozen = stack.spawnWorker({ concurrency: 1 });
  await frozen.line(/worker takes tasks/);
  const acts = [
    { do: "wait_for_file", path: release },
    { do: "return", result: "done" },
  ];
  const { taskId } = await stack.client.submitTask({ type: "puppet", payload: { acts, ledger } });
  await eventuallyTrue("the handler runs", () => readLedger(ledger).length === 1);
  const firstPid = readLedger(ledger)[0]?.pid ?? -1;

  frozen.kill("SIGSTOP");
  const other = stack.spawnWorker({ concurrency: 1 });
  await other.line(/worker takes tasks/);
  await stack.recordWhen(taskId, ({ attempt }) => attempt === 2);
  expect(isAlive(firstPid)).toBe(true);
  frozen.kill("SIGCONT");
  const thawedAt = performance.now();
  await eventually("the old child to be gone", () => (isAlive(firstPid) ? undefined : true));
  const tookMs = performance.now() - thawedAt;
  console.info(`gone ${tookMs.toFixed(0)} ms after the worker went on`);

  await frozen.line(/lease lost/);
  await eventuallyTrue("the second attempt runs", () => readLedger(ledger).length === 2);
  writeFileSync(release, "");
  const last = await stack.recordWhen(taskId, ({ state }) => state === "SUCCEEDED");
  expect(storyOf(last)).toEqual([
    "submitted",
    "started 1",
    "interrupted 1 WORKER_LOST",
    "started 2",
    "succeeded 2",
  ]);
  expect(tookMs).toBeLessThan(GONE_WITHIN_MS);
});

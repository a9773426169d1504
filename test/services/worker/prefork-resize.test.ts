import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventuallyTrue } from "../../support/eventually.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { Heard, jobOf } from "./job.ts";
import { startPool } from "./prefork.ts";

test("a pool that grows has its new slots as soon as their children are ready", async () => {
  const pool = await startPool(1);
  pool.resize(3);
  expect(pool.size).toBe(3);
  await eventuallyTrue("three free slots", () => pool.freeSlots() === 3);
});

test("one that shrinks loses idle slots at once, and busy ones when their jobs end; no job is stopped", async () => {
  const pool = await startPool(3);
  const jobs = [1, 2].map((result) => pool.run(jobOf([{ do: "obey_stop", result }]), new Heard()));
  pool.resize(1);
  expect(pool.freeSlots()).toBe(0);

  jobs[0]?.stop("CANCELLED");
  expect(await jobs[0]?.outcome).toEqual({ kind: "returned", result: 1 });
  expect(pool.freeSlots()).toBe(0);
  jobs[1]?.stop("CANCELLED");
  expect(await jobs[1]?.outcome).toEqual({ kind: "returned", result: 2 });
  await eventuallyTrue("the one slot is free", () => pool.freeSlots() === 1);
});

test("children that were started and then not needed go again, and a pool that grows later has all its slots", async () => {
  const folder = temporaryFolder();
  const ledger = join(folder, "loaded");
  const module = join(folder, "tasks.ts");
  writeFileSync(
    module,
    `import { appendFileSync } from "node:fs";
import { defineTask } from "longshore";
appendFileSync(${JSON.stringify(ledger)}, "x");
export const task = defineTask({ type: "puppet", handler: () => null });
`,
  );
  const pool = await startPool(1, { modules: [module] });
  for (const size of [6, 1]) pool.resize(size);
  await eventuallyTrue("all have loaded", () => readFileSync(ledger, "utf8").length === 6);
  expect(pool.freeSlots()).toBe(1);
  await eventuallyTrue("the surplus children are gone", () => childrenWith(module) === 1);

  pool.resize(4);
  await eventuallyTrue("four free slots", () => pool.freeSlots() === 4);
  pool.resize(1);
  expect(pool.freeSlots()).toBe(1);
});

/** How many processes have a file on their command line. */
function childrenWith(file: string): number {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(file)).length;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    // It has just ended.
    return "";
  }
}

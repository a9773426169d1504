import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { POOL_SIZE_MAX, POOLS } from "../../core/task-type.ts";
import { MAX_RUNNING_LISTED, WORKER_STATES } from "../../core/worker-heartbeat.ts";
import { flagName } from "../../runtime/settings.ts";
import { workerSettings } from "../../services/worker/settings.ts";
import { WORKER_PACE } from "../../services/worker/worker.ts";
import { ROOT } from "./code-blocks.ts";
import { readPage, tableRows } from "./markdown-table.ts";

const page = readPage("workers.md");

test("every field of a heartbeat is described once, and no other", () => {
  const documented = tableRows(page, ["field", ""]).flatMap(([names = ""]) =>
    names.split(", ").map((name) => name.replaceAll("`", "")),
  );
  const source = readFileSync(join(ROOT, "core/worker-heartbeat.ts"), "utf8");
  const [, body = ""] = /export interface WorkerHeartbeat \{([\s\S]*?)\n\}/.exec(source) ?? [];
  const fields = [...body.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name);
  expect(fields.length).toBeGreaterThan(10);
  expect(documented.toSorted()).toEqual(fields.toSorted());
});

test("every pool is described with its bounds, and every state is named", () => {
  const rows = tableRows(page, ["pool", "what runs a task", "slots", "for"]);
  expect(rows.map(([pool]) => pool)).toEqual([...POOLS]);
  for (const [pool = "", , slots] of rows)
    expect(slots).toContain(`1 to ${POOL_SIZE_MAX[pool as keyof typeof POOL_SIZE_MAX]}`);
  for (const state of WORKER_STATES) expect(page).toContain(`\`${state}\``);
});

test("the numbers on the page are those of the program", () => {
  const { heartbeatMs, stall } = WORKER_PACE;
  expect(page).toContain(`Every ${heartbeatMs / 1_000} seconds, and when its state changes`);
  expect(page).toContain(`no task for ${stall.afterMs / 1_000} seconds`);
  expect(page).toContain(`at most every ${stall.askEveryMs / 1_000} seconds`);
  expect(page).toContain(`The ${MAX_RUNNING_LISTED} tasks that have run longest`);
});

test("every flag that it names is one of a worker, or of its commands", () => {
  const flags = Object.keys(workerSettings.shape).map(flagName);
  const named = [...page.matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag);
  for (const flag of new Set(named)) expect([...flags, "--tasks", "--all", "--pool"]).toContain(flag);
});

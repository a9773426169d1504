import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AUDIT_KINDS } from "../../core/store-audit.ts";
import { DEFAULT_TOPOLOGY, MAX_DELIVER } from "../../jetstream/topology.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { auditPace } from "../../services/scheduler/audit/auditing.ts";
import { schedulerSettings } from "../../services/scheduler/settings.ts";
import { ROOT } from "./code-blocks.ts";
import { readPage, tableRows } from "./markdown-table.ts";

const page = readPage("guarantees.md");

test("each promise names tests, and those are there", () => {
  const rows = tableRows(page, ["", "promise", "how it is kept", "except", "checked by"]);
  expect(rows.map(([name]) => name)).toEqual(Array.from({ length: 17 }, (_, index) => `G${index + 1}`));
  for (const [name, , , , tests = ""] of rows) {
    const files = tests.replaceAll("`", "").split(", ");
    expect(files[0], name).toMatch(/^test\/.+\.test\.ts$/);
    for (const file of files) expect(existsSync(join(ROOT, file)), file).toBe(true);
  }
});

test("every kind of thing that an audit mends is told of, and no other", () => {
  const rows = tableRows(page, ["kind", "how it comes about", "what is done"]);
  expect(rows.map(([kind]) => kind)).toEqual([...AUDIT_KINDS]);
});

test("the bound is the sum of what it is said to be made of", () => {
  const { auditInterval } = loadSettings(schedulerSettings, {});
  const { graceMs, firstAfterMs } = auditPace(auditInterval);
  const { leaseMs } = DEFAULT_TOPOLOGY;
  expect([leaseMs, auditInterval, graceMs, firstAfterMs, MAX_DELIVER]).toEqual([
    30_000, 3_600_000, 60_000, 180_000, 3,
  ]);
  const minutes = Math.ceil((4 * leaseMs + auditInterval + graceMs) / 60_000);
  expect(page).toContain(`${Math.floor(minutes / 60)} h ${(minutes % 60) + 1} min as delivered`);
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

function contents(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1)).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "base64")]));
}

test("what is generated from the protos is what is committed, and buf finds nothing to complain of", () => {
  const folder = mkdtempSync(join(tmpdir(), "longshore-gen-"));
  try {
    const script = join(ROOT, "scripts/generate-proto.js");
    const run = spawnSync(process.execPath, [script, "--out", folder], { encoding: "utf8" });
    expect(run, run.stdout + run.stderr).toMatchObject({ status: 0 });

    const committed = contents(join(ROOT, "proto/gen"));
    const generated = contents(folder);
    expect([...committed.keys()]).toEqual([...generated.keys()]);
    const stale = [...generated].filter(([name, content]) => committed.get(name) !== content);
    expect(
      stale.map(([name]) => name),
      "run node scripts/generate-proto.js",
    ).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolderOfFile } from "../support/temporary-folder.ts";

// Packs what would be published and uses it from a project of its own, where only JavaScript can run.

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../..");

const project = temporaryFolderOfFile();
let packed: readonly string[];

beforeAll(async () => {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", project], { cwd: ROOT });
  const listing = JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as unknown;
  const [manifest] = (Array.isArray(listing) ? listing : Object.values(listing as object)) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = manifest.files.map(({ path }) => path);
  // Unpacked by hand instead of installed: its dependencies are those of this repository, without asking a registry.
  const installed = join(project, "node_modules", "longshore");
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", join(project, manifest.filename), "-C", installed, "--strip-components=1"]);
  cpSync(join(ROOT, "node_modules"), join(project, "node_modules"), {
    recursive: true,
    filter: (source) =>
      !/node_modules[\\/](node|typescript|@typescript|@bufbuild|@biomejs|\.bin|\.cache)([\\/]|$)/.test(
        source,
      ),
  });
  writeFileSync(join(project, "package.json"), '{"type":"module"}');
}, 120_000);

describe("the packed package", () => {
  test("holds code, types, protos and docs, and nothing else", () => {
    const strays = packed.filter(
      (path) => !/^(bin|dist|docs|proto)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
    );
    expect(strays).toEqual([]);
    expect(packed.filter((path) => /(^|\/)(test|bench)\/|\.map$/.test(path))).toEqual([]);
    expect(packed).toContain("dist/sdk/index.d.ts");
  });

  test('gives defineTask to `import "longshore"`', async () => {
    writeFileSync(
      join(project, "mine.mjs"),
      'import { defineTask } from "longshore";\nexport const t = defineTask({ type: "hello", handler: () => "hi" });\n',
    );
    const script = 'import("./mine.mjs").then(({ t }) => console.log(t.type.type, t.type.hardLimitMs))';
    const { stdout } = await run(process.execPath, ["-e", script], { cwd: project });
    expect(stdout.trim()).toBe("hello 600000");
  });

  test("has a longshore command that runs", async () => {
    const bin = join(project, "node_modules", "longshore", "bin", "longshore.js");
    const { stdout } = await run(process.execPath, [bin, "--help"], { cwd: project });
    expect(stdout).toContain("Durable tasks on NATS JetStream");
  });
});

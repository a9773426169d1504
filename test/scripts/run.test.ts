import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

const REPOSITORY = join(import.meta.dirname, "../..");

describe("scripts/run.js", () => {
  it("installs the dependencies on the first start only, and says so", async () => {
    const { root, run } = checkout();

    const first = await run("dev");
    const second = await run("dev");

    expect(first.stderr).toMatch(/^Installing dependencies … done in \d+\.\d s\n$/);
    expect(second.stderr).toBe("");
    expect(readFileSync(join(root, "npm.log"), "utf8")).toBe("ci --include=dev --loglevel=warn\n");
  });

  it("installs again when package-lock.json has changed", async () => {
    const { root, run } = checkout();
    await run("dev");
    writeFileSync(join(root, "package-lock.json"), '{"changed":true}');

    expect((await run("dev")).stderr).toContain("Installing dependencies");
  });

  it("shows what npm said and what to do when the install fails, and tries again the next time", async () => {
    const { root, run } = checkout({ npm: 'echo "npm error code E403" >&2; exit 7' });

    const { code, stderr } = await run("dev");

    expect(code).toBe(1);
    expect(stderr).toContain("npm error code E403");
    expect(stderr).toContain("npm ci failed with exit code 7");
    expect(existsSync(join(root, "node_modules/.longshore-installed"))).toBe(false);
  });

  it("runs any command on the installed Node, with the arguments as they were, and passes its exit code on", async () => {
    const { root, run } = checkout();
    writeMain(
      root,
      "console.log(JSON.stringify([process.execPath, process.argv.slice(2)])); process.exitCode = 4;",
    );

    const { code, stdout } = await run("task", "get", "an id");

    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toEqual([process.execPath, ["task", "get", "an id"]]);
  });

  it("puts the installed Node and the tools of the packages first on PATH", async () => {
    const { root, run } = checkout();
    writeMain(root, "console.log(process.env.PATH);");

    const { stdout } = await run("dev");

    expect(stdout).toContain(
      [join(root, "node_modules/node/bin"), join(root, "node_modules/.bin")].join(":"),
    );
  });

  it("runs the benchmarks from source", async () => {
    const { root, run } = checkout();
    mkdirSync(join(root, "bench"));
    writeFileSync(
      join(root, "bench/main.ts"),
      "console.log(process.argv[2] as string, process.execArgv.join());",
    );

    expect((await run("bench", "--quick")).stdout).toBe("--quick --conditions=longshore-source\n");
  });

  it("builds the pages before the start, and again only when they have changed", async () => {
    const { root, run } = checkout();
    writeMain(root, "");
    mkdirSync(join(root, "web/docs"), { recursive: true });
    const source = join(root, "web/docs/main.js");
    writeFileSync(source, "");
    writeFileSync(
      join(root, "scripts/build-web.ts"),
      `import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("dist/web", { recursive: true });
writeFileSync("dist/web/BUILT", "");
console.log("built");`,
    );
    const long = new Date(Date.now() - 60_000);
    for (const path of ["web/docs", "web/docs/main.js", "scripts/build-web.ts"])
      utimesSync(join(root, path), long, long);

    expect((await run("dev")).stdout).toBe("built\n");
    expect((await run("dev")).stdout).toBe("");
    utimesSync(source, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000));
    expect((await run("dev")).stdout).toBe("built\n");
    expect((await run("worker")).stdout).toBe("");
  });

  it("falls back to its own Node when the package that brings one has not been set up", async () => {
    const { root, run } = checkout({ hasNode: false });
    writeMain(root, "console.log(process.execPath);");

    expect((await run("dev")).stdout).toBe(`${process.execPath}\n`);
  });

  it.each(["execve", "spawn"] as const)("passes SIGTERM on, and the exit code back (%s)", async (way) => {
    const { root, start } = checkout();
    writeMain(
      root,
      'process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("ready");',
    );
    const launcher = start(way, "dev");
    await output(launcher, "ready");

    launcher.kill("SIGTERM");

    expect(await end(launcher)).toEqual({ code: 9, signal: null });
  });

  it("does not count the echo of a Ctrl-C, which npm makes, as a second one", async () => {
    const { root, start } = checkout();
    writeMain(
      root,
      `process.on("SIGINT", () => console.log("interrupted"));
process.on("SIGTERM", () => process.exit());
setInterval(() => {}, 1000);
console.log("ready");`,
    );
    const launcher = start("execve", "dev");
    const everything = collect(launcher.stdout);
    await output(launcher, "ready");

    const interrupted = output(launcher, "interrupted");
    launcher.kill("SIGINT");
    await interrupted;
    launcher.kill("SIGINT");
    launcher.kill("SIGTERM");

    expect(await everything).toBe("ready\ninterrupted\n");
  });

  it.each(["execve", "spawn"] as const)("ends by the same signal as the command (%s)", async (way) => {
    const { root, start } = checkout();
    writeMain(root, 'process.kill(process.pid, "SIGKILL");');

    expect(await end(start(way, "dev"))).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("runs types, lint and tests, all of them even when one fails, and then fails", async () => {
    const { run } = checkout({ tools: { lint: 1 } });

    const { code, stdout, stderr } = await run("test");

    expect(stdout).toBe("tsc -p .\ntsc -p core\ntsc -p web\nbiome check .\nvitest run\n");
    expect(stderr).toMatch(
      /types: ok in .*\ntypes of core: ok in .*\ntypes of the page: ok in .*\nlint: FAILED in .*\ntests: ok in .*\nFailed: lint\n$/,
    );
    expect(code).toBe(1);
  });

  it("runs only the given tests when there are arguments", async () => {
    const { run } = checkout({ tools: { lint: 1 } });

    const { code, stdout } = await run("test", "test/core", "-t", "a name");

    expect(stdout).toBe("vitest run test/core -t a name\n");
    expect(code).toBe(0);
  });
});

interface CheckoutOptions {
  /** Body of the shell script that stands for npm; default: it notes how it was called. */
  readonly npm?: string;
  /** Whether the install brings a Node; default true. */
  readonly hasNode?: boolean;
  /** Exit codes of the tools; default 0. */
  readonly tools?: { readonly lint?: number };
}

/** A checkout as `git clone` leaves it, with the real scripts, and stand-ins for npm and what it installs. */
function checkout({ npm = "", hasNode = true, tools = {} }: CheckoutOptions = {}) {
  const root = temporaryFolder();
  for (const path of ["scripts/run.js", "bin/longshore.js", "bin/run-node.js"]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(REPOSITORY, path), join(root, path));
  }
  writeFileSync(join(root, "package.json"), '{"type":"module"}');
  writeFileSync(join(root, "package-lock.json"), "{}");
  mkdirSync(join(root, "sdk"));
  writeFileSync(join(root, "sdk/index.ts"), "");
  writeMain(root, "");
  if (hasNode) {
    mkdirSync(join(root, "node_modules/node/bin"), { recursive: true });
    symlinkSync(process.execPath, join(root, "node_modules/node/bin/node"));
  }
  writeTool(root, "typescript/bin/tsc", "tsc", 0);
  writeTool(root, "@biomejs/biome/bin/biome", "biome", tools.lint ?? 0);
  writeTool(root, "vitest/vitest.mjs", "vitest", 0);

  const path = join(root, "path");
  mkdirSync(path);
  writeFileSync(join(path, "npm"), `#!/bin/sh\n${npm || 'echo "$@" >> npm.log'}\n`);
  chmodSync(join(path, "npm"), 0o755);
  const { npm_execpath: _, LONGSHORE_TEST_REPORT: __, ...env } = process.env;

  /** With `spawn` the launcher takes the way of a Node that cannot replace its process. */
  const start = (way: "execve" | "spawn", ...args: readonly string[]) => {
    const options = way === "spawn" ? ["--import", "data:text/javascript,delete process.execve"] : [];
    return spawn(process.execPath, [...options, join(root, "scripts/run.js"), ...args], {
      env: { ...env, PATH: `${path}:${process.env["PATH"]}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
  };
  const run = async (...args: readonly string[]) => {
    const child = start("execve", ...args);
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    const { code } = await end(child);
    return { code, stdout: await stdout, stderr: await stderr };
  };
  return { root, run, start };
}

function writeMain(root: string, code: string): void {
  mkdirSync(join(root, "cli"), { recursive: true });
  writeFileSync(join(root, "cli/main.ts"), code);
}

/** A tool that prints its name and arguments. */
function writeTool(root: string, path: string, name: string, exitCode: number): void {
  const file = join(root, "node_modules", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(dirname(file), "package.json"), '{"type":"module"}');
  writeFileSync(file, `console.log("${name}", ...process.argv.slice(2)); process.exitCode = ${exitCode};`);
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

/** Resolves when the process has printed a line that contains `text`. */
function output(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = "";
    child.stdout?.on("data", (chunk) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
    child.once("close", () => reject(new Error(`ended without printing "${text}": ${seen}`)));
  });
}

function end(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
}

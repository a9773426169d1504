import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandProcess, FREE_PORTS, startCommand } from "../cli/dev-process.ts";
import { temporaryFolderOfFile } from "../support/temporary-folder.ts";
import { codeBlocks, ROOT } from "./code-blocks.ts";

// Runs the README: its start, its commands as they stand there, and its own task type. Only ports and the way to the bin differ,
// because tests run side by side.

const run = promisify(execFile);
const shell = codeBlocks("README.md", "sh");
const [mine = ""] = codeBlocks("README.md", "ts");

const folder = temporaryFolderOfFile();
let dev: CommandProcess;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  writeFileSync(join(folder, "mine.ts"), mine);
  mkdirSync(join(folder, "bin"));
  symlinkSync(process.execPath, join(folder, "bin", "node"));
  dev = await startCommand(
    ["dev", ...FREE_PORTS, "--tasks", join(ROOT, "examples/automated-gather-creation/task.ts"), "mine.ts"],
    folder,
    {},
    (end) => ends.push(end),
  );
  await dev.line(/^API key: lsk_/);
  await dev.line(/Ctrl-C/);
});

afterAll(async () => {
  for (const end of ends) await end();
});

/** One script of all commands after the start: later blocks use what earlier ones have set. */
async function asScript(commands: string): Promise<string> {
  const { stdout: env } = await run("sh", ["-c", "cat .longshore/env"], { cwd: folder });
  const value = (name: string) => new RegExp(`${name}=(?:http|nats)://([^\\n]*)`).exec(env)?.[1] ?? "";
  return commands
    .replaceAll("127.0.0.1:7420", value("LONGSHORE_GRPC_URL"))
    .replaceAll("127.0.0.1:7423", value("LONGSHORE_NATS_URL"))
    .replaceAll("npx longshore", `node ${join(ROOT, "bin/longshore.js")}`);
}

async function runScript(commands: string) {
  const path = [join(folder, "bin"), process.env["LONGSHORE_TOOLS_DIR"], process.env["PATH"]].join(delimiter);
  return run("bash", ["-euo", "pipefail", "-c", await asScript(commands)], {
    cwd: folder,
    env: { ...process.env, PATH: path },
  });
}

describe("README", () => {
  test("begins with a start that needs nothing but npm", () => {
    expect(shell[0]).toBe("npm start\n");
  });

  test("the sample task of the start has succeeded", async () => {
    expect(await dev.line(/succeeded/)).toMatch(/attempt 1/);
  });

  // Some twenty processes, one after the other.
  test("every command after the start works as it is printed", { timeout: 120_000 }, async () => {
    const { stdout } = await runScript(shell.slice(1).join("\n"));
    expect(stdout).toContain('"state": "QUEUED"');
    expect(stdout).toContain('"state": "SUCCEEDED"');
    expect(stdout).toContain('"type": "STARTED"');
    for (const shown of [
      "TASKS",
      "EVENTS",
      "cpu_intensive-high",
      "longshore-gateway",
      "longshore-worker",
      "longshore-scheduler",
      "longshore-monitor",
    ]) {
      expect(stdout).toContain(shown);
    }
  });

  test("the task type of one's own runs", async () => {
    const { stdout } = await runScript(`npx longshore task submit greet --payload '{"name":"Ada"}' --wait`);
    expect(stdout.trim()).toBe('"Hello Ada"');
  });
});

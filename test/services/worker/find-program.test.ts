import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { findCommandProblem } from "../../../services/worker/find-program.ts";
import { temporaryFolder, temporaryFolderOfFile } from "../../support/temporary-folder.ts";

const folder = temporaryFolderOfFile();

beforeAll(() => {
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "directory"));
  for (const path of ["here.sh", "bin/there.sh", "text.sh"])
    writeFileSync(join(folder, path), "#!/bin/sh\n", { mode: 0o755 });
  chmodSync(join(folder, "text.sh"), 0o644);
});

describe("a program", () => {
  test.each<[string, string, string | undefined]>([
    ["on PATH", "there.sh", join(folder, "bin")],
    ["on PATH, not in its first folder", "there.sh", `/no/such/folder:${join(folder, "bin")}`],
    ["on a PATH that is relative to its folder", "there.sh", "bin"],
    ["in a system folder, without a PATH", "sh", undefined],
    ["by a path from its folder", "./here.sh", ""],
    ["by a path that goes down", "bin/there.sh", ""],
    ["by a path that goes up", "../bin/../bin/there.sh", ""],
    ["by an absolute path", join(folder, "here.sh"), ""],
  ])("is found %s", (_where, program, path) => {
    const cwd = program.startsWith("..") ? join(folder, "directory") : folder;
    expect(findCommandProblem({ command: [program], cwd }, path)).toBeUndefined();
  });

  test.each<[string, string, string]>([
    ["that is not on PATH", "here.sh", 'command: "here.sh" is no executable on PATH'],
    ["that is not there", "./gone.sh", `command: ${join(folder, "gone.sh")} is no executable file`],
    ["that may not be run", "./text.sh", `command: ${join(folder, "text.sh")} is no executable file`],
    ["that is a folder", "./directory", `command: ${join(folder, "directory")} is no executable file`],
  ])("%s is named", (_what, program, problem) => {
    const path = join(folder, "bin");
    expect(findCommandProblem({ command: [program], cwd: folder }, path)).toBe(problem);
  });

  test("cannot run in a folder that is not there", () => {
    const cwd = join(folder, "none");
    expect(findCommandProblem({ command: ["sh"], cwd }, "/bin")).toBe(`cwd: ${cwd} is no folder`);
  });
});

describe("a worker", () => {
  /** What it says of a module. */
  async function load(path: string): Promise<unknown> {
    const script = join(import.meta.dirname, "print-loaded.ts");
    const args = ["--conditions=longshore-source", script, path];
    return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
  }

  const module = (command: string, cwd = "") =>
    `import { defineTask } from "longshore";
export const t = defineTask({ type: "count", pool: "exec", command: ${command}, ${cwd} });`;

  test("runs programs in the folder of their module, wherever it was started", async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "tasks.ts"), module('["sh"]'));
    expect(await load(join(root, "tasks.ts"))).toEqual({ ok: true, types: ["count"], folders: [root] });
  });

  test("or in one that is named from there", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "scripts"));
    writeFileSync(join(root, "scripts", "run.sh"), "", { mode: 0o755 });
    writeFileSync(join(root, "tasks.ts"), module('["./run.sh"]', 'cwd: "scripts"'));
    expect(await load(join(root, "tasks.ts"))).toMatchObject({ folders: [join(root, "scripts")] });
  });

  test("follows a link to a module, as the module's own imports do", async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "real"));
    writeFileSync(join(root, "real", "tasks.ts"), module('["sh"]'));
    symlinkSync(join(root, "real", "tasks.ts"), join(root, "link.ts"));
    expect(await load(join(root, "link.ts"))).toMatchObject({ folders: [join(root, "real")] });
  });

  test("does not start with a command that is not there, and names module, type and program", async () => {
    const path = join(temporaryFolder(), "tasks.ts");
    writeFileSync(path, module('["no-such-program-1"]'));
    expect(await load(path)).toEqual({
      ok: false,
      problem: `${path}: task "count": command: "no-such-program-1" is no executable on PATH`,
    });
  });
});

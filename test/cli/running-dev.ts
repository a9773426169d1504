import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { PUPPETS } from "../support/start-stack.ts";
import { captureTerminal } from "./captured-terminal.ts";
import { FREE_PORTS, startCommand } from "./dev-process.ts";

/**
 * One `longshore dev` with the puppets for all tests of a file. Commands run in the folder of it, and find it through
 * `.longshore/env` there.
 */
export function runInDev() {
  const cwd = mkdtempSync(join(tmpdir(), "longshore-test-"));
  const endings: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const dev = await startCommand(["dev", "--tasks", PUPPETS, ...FREE_PORTS], cwd, {}, (end) =>
      endings.push(end),
    );
    await dev.line(/^Ctrl-C stops everything/);
  });

  afterAll(async () => {
    for (const end of endings) await end();
    rmSync(cwd, { recursive: true, force: true });
  });

  return async (args: readonly string[], input = "") => {
    const terminal = captureTerminal({ cwd, input });
    const code = await runCommandLine(args, terminal);
    return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
  };
}

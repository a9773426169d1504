import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import type { ExecTaskDefinition } from "../../sdk/task-definition.ts";

/** Where `execvp` looks when there is no PATH. */
const DEFAULT_PATH = "/bin:/usr/bin";

/**
 * Why a command cannot be started as things are, or undefined. The program is looked for as the system will: by a path from
 * the folder it runs in, or else on PATH.
 */
export function findCommandProblem(
  { command: [program], cwd }: Pick<ExecTaskDefinition, "command" | "cwd">,
  path: string | undefined,
): string | undefined {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) return `cwd: ${cwd} is no folder`;
  if (program.includes("/")) {
    const file = resolve(cwd, program);
    return isExecutable(file) ? undefined : `command: ${file} is no executable file`;
  }
  const isOnPath = (path ?? DEFAULT_PATH)
    .split(delimiter)
    .some((folder) => isExecutable(resolve(cwd, folder, program)));
  return isOnPath ? undefined : `command: ${JSON.stringify(program)} is no executable on PATH`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

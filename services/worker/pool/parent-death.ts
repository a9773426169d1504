import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * What to put before a command so that it dies when this process dies, however that happens: the kernel sends SIGKILL
 * (`setpriv --pdeathsig`, from util-linux). Nothing where there is no setpriv on the PATH of `env`. The process id is the
 * command's own: setpriv becomes it.
 */
export function dieWithParent(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const setpriv = folders.map((folder) => join(folder, "setpriv")).find((path) => existsSync(path));
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--"];
}

import { spawnSync } from "node:child_process";

/**
 * What to put before a command so that it dies when this process dies, however that happens: the kernel sends SIGKILL
 * (`setpriv --pdeathsig`, from util-linux). Nothing where `setpriv` on the PATH of `env` cannot do that, or is not there.
 * The process id is the command's own: setpriv becomes it. Runs setpriv once to see; ask once, not for every child.
 */
export function dieWithParent(env: Readonly<Record<string, string>>): readonly string[] {
  const prefix = ["setpriv", "--pdeathsig", "KILL", "--"];
  const [setpriv = "", ...args] = prefix;
  const { status } = spawnSync(setpriv, [...args, "true"], { env, stdio: "ignore", timeout: 5_000 });
  return status === 0 ? prefix : [];
}

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "../../core/message-of.ts";

/** The executable's file name on this platform. */
export const BINARY_NAME = process.platform === "win32" ? "nats-server.exe" : "nats-server";

/**
 * Where Longshore keeps what it fetched for itself: `LONGSHORE_CACHE_DIR`, else `longshore` in `XDG_CACHE_HOME`,
 * else `~/.cache/longshore`. Everything in it can be deleted at any time and is fetched again.
 */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  const own = env["LONGSHORE_CACHE_DIR"];
  if (own) return resolve(own);
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "longshore");
}

/** The folder of one installed server, such as `go-2.15.2`. It exists only when it is complete. */
export function serverFolder(env: NodeJS.ProcessEnv, name: string): string {
  return join(cacheFolder(env), "nats-server", name);
}

/**
 * Lets `install` fill an empty folder and moves the result to `folder` in one step, so that an install that was cut
 * short is never taken for a server, and two starts at once do not write into each other's files.
 * `install` says what went wrong, or undefined; so does this function.
 */
export async function installInto(
  folder: string,
  install: (staging: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  let staging: string | undefined;
  try {
    await mkdir(dirname(folder), { recursive: true });
    staging = await mkdtemp(`${folder}.partial-`);
    const problem = await install(staging);
    if (problem !== undefined) return problem;
    await rename(staging, folder).catch((error: unknown) => {
      // Another start was faster: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
    return undefined;
  } catch (error) {
    return `cannot write to the cache: ${messageOf(error)}`;
  } finally {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
  }
}

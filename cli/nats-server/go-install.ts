import { join } from "node:path";
import type { Attempt, Progress } from "./attempt.ts";
import { BINARY_NAME, installInto, serverFolder } from "./cache.ts";
import { runCommand } from "./run-command.ts";
import { checkBinary } from "./version.ts";

/** The cache folder of the server built from source. */
export const GO_FOLDER = "go-2.15.2";

const MODULE = "github.com/nats-io/nats-server/v2@v2.15.2";

/**
 * Builds the official source, whose checksum Go verifies, into the cache: about 40 s. Needs a Go that is new enough
 * for the module; it is not made to fetch another. A closed network is noticed within 6 s, before anything is built.
 */
export async function goInstall(env: NodeJS.ProcessEnv, onProgress: Progress): Promise<Attempt> {
  const tried = `go install ${MODULE}`;
  const folder = serverFolder(env, GO_FOLDER);
  const problem = await installInto(folder, async (staging) => {
    const goEnv = { ...env, GOBIN: staging, GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod" };
    // Go waits long for a network that swallows packets. This asks for a few bytes only.
    const probe = await runCommand("go", ["list", "-m", MODULE], {
      env: goEnv,
      cwd: staging,
      timeoutMs: 6_000,
    });
    if (probe.problem !== undefined) return probe.problem;
    onProgress(`Building nats-server from source (go install ${MODULE}), about 40 s …`);
    const build = await runCommand("go", ["install", "-trimpath", MODULE], {
      env: goEnv,
      cwd: staging,
      timeoutMs: 900_000,
    });
    return build.problem;
  });
  return problem === undefined
    ? checkBinary(tried, join(folder, BINARY_NAME), env)
    : { tried, failed: problem };
}

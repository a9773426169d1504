import { isAtLeast, MINIMUM_NATS_VERSION } from "../../jetstream/server-version.ts";
import { type Attempt, isFound } from "./attempt.ts";
import { runCommand } from "./run-command.ts";

/**
 * The version in what `nats-server --version` prints (`nats-server: v2.15.2`) or in a plain `2.15.2`,
 * without the "v"; undefined when there is none.
 */
export function parseVersion(text: string): string | undefined {
  return /(?:^|[\sv])(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:\s|$)/.exec(text)?.[1];
}

/**
 * Asks an executable for its version. Found when it runs here and is new enough; else the reason: not there,
 * built for another machine, too old.
 */
export async function checkBinary(
  tried: string,
  binary: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Attempt> {
  const { stdout, problem } = await runCommand(binary, ["--version"], { env, timeoutMs: 5_000 });
  if (problem !== undefined) return { tried, failed: `${binary} does not run here: ${problem}` };
  const version = parseVersion(stdout);
  if (version === undefined) {
    return { tried, failed: `${binary} --version prints no version: ${stdout.trim().slice(0, 80)}` };
  }
  if (!isAtLeast(version))
    return { tried, failed: `${binary} is ${version}, at least ${MINIMUM_NATS_VERSION} is needed` };
  return { binary, version };
}

/** Checks each place in turn; the first that holds a good server, or the reason the last one did not. */
export async function checkFirst(
  tried: string,
  binaries: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Attempt> {
  const reasons: string[] = [];
  for (const binary of binaries) {
    const attempt = await checkBinary(tried, binary, env);
    if (isFound(attempt)) return attempt;
    reasons.push(attempt.failed);
  }
  return { tried, failed: reasons.join("; ") };
}

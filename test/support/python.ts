import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What tests use of Python, with exact versions. */
const REQUIREMENTS = join(import.meta.dirname, "python-requirements.txt");

/** Why the tests that need Python cannot run here; undefined when they can. */
export const noPython = missing();

function missing(): string | undefined {
  try {
    execFileSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"], { stdio: "ignore" });
  } catch {
    return "needs python3, 3.10 or newer";
  }
  try {
    execFileSync("python3", ["-m", "pip", "--version"], { stdio: "ignore" });
  } catch {
    return "needs pip of python3";
  }
  return undefined;
}

/** Installs the packages into the cache when they are not there yet; resolves with the environment in which python3 finds them. */
export async function pythonEnvironment(): Promise<NodeJS.ProcessEnv> {
  const { stdout: version } = await run("python3", ["--version"]);
  const hash = createHash("sha256").update(version).update(readFileSync(REQUIREMENTS)).digest("hex");
  const cache = process.env["LONGSHORE_CACHE_DIR"] ?? join(homedir(), ".cache", "longshore");
  const folder = join(cache, `python-${hash.slice(0, 16)}`);
  if (!existsSync(folder)) await install(folder);
  return { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
}

/** Into a folder of its own that then takes its name: several test files may do this at once. */
async function install(folder: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  const options = ["--quiet", "--disable-pip-version-check", "--target", own, "-r", REQUIREMENTS];
  await run("python3", ["-m", "pip", "install", ...options]);
  try {
    renameSync(own, folder);
  } catch {
    rmSync(own, { recursive: true });
  }
}

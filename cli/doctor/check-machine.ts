import { statSync } from "node:fs";
import { findEnvironmentFile } from "../environment-file.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

/** The oldest Node that runs Longshore, as package.json says. */
const MINIMUM_NODE = [22, 18] as const;

/** Whether this Node is new enough. */
export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  const isNewEnough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  if (isNewEnough) return ok("node", version);
  return fail(
    "node",
    `${version} is too old`,
    `Install Node 24, or any from ${wantedMajor}.${wantedMinor} on.`,
  );
}

/** Whether the file that holds the development key is for its owner's eyes only. Nothing to say when there is none. */
export function checkKeyFile(cwd: string): Finding | undefined {
  const file = findEnvironmentFile(cwd);
  if (file === undefined || process.platform === "win32") return undefined;
  const mode = statSync(file.path).mode & 0o777;
  if ((mode & 0o077) === 0) return ok("key file", `${file.path} (only you can read it)`);
  return warn(
    "key file",
    `${file.path} can be read by others`,
    `It holds an API key: chmod 600 ${file.path}`,
  );
}

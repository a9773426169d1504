// The folder that this worker may gather from.

import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The setting that names the gather root. */
export const GATHER_ROOT_SETTING = "LONGSHORE_GATHER_ROOT";

/**
 * The gather root as an absolute path: the setting `LONGSHORE_GATHER_ROOT` of `environment` (a relative one counts from the
 * working directory), else the installed packages, which is the nearest `node_modules` at or above `start`. Whether the
 * folder exists is for the gather to find out. Throws when nothing is set and no packages are installed.
 */
export function findGatherRoot(environment: NodeJS.ProcessEnv, start: string = import.meta.dirname): string {
  const configured = environment[GATHER_ROOT_SETTING];
  if (configured !== undefined && configured !== "") return resolve(configured);
  for (let folder = start; ; folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(packages)) return packages;
    if (folder === dirname(folder)) {
      throw new Error(
        `set ${GATHER_ROOT_SETTING}: there is no node_modules folder at or above ${start} to read instead`,
      );
    }
  }
}

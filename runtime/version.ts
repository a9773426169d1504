import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of this Longshore, from its `package.json`: the same from source and from the built package. */
export const LONGSHORE_VERSION = readVersion(import.meta.dirname);

function readVersion(folder: string): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest)) {
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return version;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error("no package.json above this file: the installation is incomplete");
  return readVersion(parent);
}

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is that tests want, such as `nats`: in `LONGSHORE_TOOLS_DIR` or on `PATH`. Throws when it is not there. */
export function toolPath(name: string): string {
  const { LONGSHORE_TOOLS_DIR: tools, PATH: path = "" } = process.env;
  const folders = [...(tools === undefined ? [] : [tools]), ...path.split(delimiter)];
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(`${name} is not installed: put it on PATH or into $LONGSHORE_TOOLS_DIR; .ci/run does so`);
}

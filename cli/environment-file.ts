import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Where `longshore dev` keeps what belongs to one folder: keys, settings, logs, the store. */
export const STATE_FOLDER = ".longshore";

/** The variables by which programs and the CLI find a running system, in `.longshore/env`. */
export type EnvironmentKey =
  | "LONGSHORE_API_KEY"
  | "LONGSHORE_GRPC_URL"
  | "LONGSHORE_HTTP_URL"
  | "LONGSHORE_NATS_URL";

/** A file of `KEY=value` lines. */
export interface EnvironmentFile {
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The nearest `.longshore/env`, in `folder` or above; undefined when there is none, or it cannot be read. */
export function findEnvironmentFile(folder: string): EnvironmentFile | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, STATE_FOLDER, "env");
    if (existsSync(path)) return readEnvironmentFile(path);
    if (at === dirname(at)) return undefined;
  }
}

function readEnvironmentFile(path: string): EnvironmentFile | undefined {
  try {
    return { path, values: parseEnvironment(readFileSync(path, "utf8")) };
  } catch {
    // Somebody else's, most likely: then it is not meant for us, and flags and variables still work.
    return undefined;
  }
}

/**
 * Reads `KEY=value` lines as a shell does that sources them: comments, `export`, single and double quotes. Lines that say
 * nothing of that kind are passed over.
 */
export function parseEnvironment(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values[key] = unquote(value);
  }
  return values;
}

/** Writes values so that a shell can source them and `parseEnvironment` reads them back. */
export function formatEnvironment(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}=${quote(value)}\n`);
  return `# Written by \`longshore dev\` at each start. For a shell: set -a; . ${STATE_FOLDER}/env; set +a\n${lines.join("")}`;
}

/**
 * Writes a file that only its owner may read (mode 0600, in a folder of mode 0700). It is replaced in one step, so that
 * whoever reads it meanwhile gets the old one or the new one.
 */
export async function writePrivately(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder that an earlier program made keeps its mode otherwise.
  await chmod(folder, 0o700);
  const staging = `${path}.${process.pid}.new`;
  await writeFile(staging, text, { mode: 0o600 });
  await chmod(staging, 0o600);
  await rename(staging, path);
}

function unquote(value: string): string {
  if (/^'[^']*'$/.test(value)) return value.slice(1, -1);
  if (/^".*"$/.test(value)) return value.slice(1, -1).replace(/\\(["\\$`])/g, "$1");
  return value.replace(/\s+#.*$/, "");
}

function quote(value: string): string {
  if (/^[\w.,:/@%+=-]*$/.test(value)) return value;
  // A single quote cannot stand within single quotes; `"` and `\` can be escaped within double ones.
  return value.includes("'") ? `"${value.replace(/["\\$`]/g, "\\$&")}"` : `'${value}'`;
}

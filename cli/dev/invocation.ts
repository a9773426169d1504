import { existsSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** The folder of the package: above `cli/` in the repository, above `dist/cli/` where it is installed. */
export function packageFolder(): string {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    if (existsSync(join(at, "bin", "longshore.js")) || at === dirname(at)) return at;
  }
}

/**
 * How this command is called from `folder`, so that a line printed for the person to paste works: by npx inside the
 * repository or a project that has Longshore installed, by its name when it is on PATH, else by its path.
 */
export function invocation(folder: string, program = process.argv[1] ?? "", home = packageFolder()): string {
  const isInside = `${folder}${sep}`.startsWith(`${home}${sep}`);
  if (isInside || isInstalledAbove(folder)) return "npx longshore";
  if (basename(program) === "longshore") return "longshore";
  return `node ${shellWord(join(home, "bin", "longshore.js"))}`;
}

/** A word as a shell reads it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function isInstalledAbove(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules", ".bin", "longshore"))) return true;
    if (at === dirname(at)) return false;
  }
}

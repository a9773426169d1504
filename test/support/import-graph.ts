import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";

/** The folder that holds the repository. */
export const ROOT = join(import.meta.dirname, "..", "..");

/** One source file and what it imports. */
export interface SourceFile {
  /** From the root, with slashes: `core/task.ts`. */
  readonly path: string;
  readonly text: string;
  /** Imported files of the repository, from the root. */
  readonly files: readonly string[];
  /** Imported packages and builtins as they are written: `zod`, `node:fs`. */
  readonly packages: readonly string[];
}

const SKIPPED = /(^|\/)(node_modules|dist|coverage|\.[^/]+)(\/|$)/;
const GENERATED = "proto/gen/";

/** Every hand-written TypeScript and JavaScript file of the repository. */
export function readSources(): readonly SourceFile[] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(sep).join("/"))
    .filter((path) => /\.(ts|js|mjs)$/.test(path) && !SKIPPED.test(path) && !path.startsWith(GENERATED))
    .toSorted()
    .map((path) => readSource(path, readFileSync(join(ROOT, path), "utf8")));
}

function readSource(path: string, text: string): SourceFile {
  const specifiers = importsIn(text);
  const isRelative = (specifier: string) => specifier.startsWith(".");
  return {
    path,
    text,
    files: specifiers
      .filter(isRelative)
      .map((specifier) => posix.normalize(posix.join(dirname(path), specifier))),
    packages: specifiers.filter((specifier) => !isRelative(specifier)),
  };
}

const IMPORTS = [
  // import … from "x", export … from "x", of types as well
  /^[ \t]*(?:import|export)\s+(?:type\s+)?[\w$*{},\s]+?\s+from\s+["']([^"']+)["']/gm,
  // import "x"
  /^[ \t]*import\s+["']([^"']+)["']/gm,
  // import("x"), of types as well
  /\bimport\(\s*["']([^"']+)["']/g,
];

/** What a text imports, each as it is written. */
export function importsIn(text: string): string[] {
  return IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, specifier = ""]) => specifier));
}

/** The text without comments, for rules about what code does. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** Circles of imports, each as its files in order; empty when there are none. */
export function findCycles(sources: readonly SourceFile[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) {
      cycles.push([...trail.slice(seenAt), path]);
      return;
    }
    if (done.has(path)) return;
    for (const next of byPath.get(path)?.files ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return cycles;
}

import { statSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Marks the address of a module that was loaded anew: another address is another module. */
const MARK = "longshore-reload";

/**
 * Files that task modules consist of: themselves and what they import, but for packages. Those asked for so far, each with the
 * time it was last written when it was.
 */
const files = new Map<string, number>();
/** Addresses under which task modules are asked for. */
const roots = new Set<string>();
let isHooked = false;

/**
 * The address at which to import a task module.
 *
 * @param load 0 is the first time; each later number loads the module and all it imports, packages excepted, as they are by then
 */
export function moduleAddress(file: string, load: number): string {
  installHooks();
  const url = pathToFileURL(file).href;
  const address = load === 0 ? url : `${url}?${MARK}=${load}`;
  roots.add(address);
  return address;
}

/** Absolute paths of the files that the task modules loaded so far consist of, also of one that was looked for in vain. */
export function moduleFiles(): ReadonlySet<string> {
  return new Set(files.keys());
}

/** Adds files that another process has found the task modules to consist of. */
export function addModuleFiles(paths: readonly string[]): void {
  for (const path of paths) files.set(path, timeWritten(path));
}

/** Those that have been written since they were last loaded. */
export function changedSinceLoad(): readonly string[] {
  return [...files].flatMap(([file, writtenAt]) => (timeWritten(file) === writtenAt ? [] : [file]));
}

/** To be called before a load with a new number: CommonJS modules are remembered by their path, whatever their address. */
export function forgetCommonJs(): void {
  const { cache } = createRequire(import.meta.url);
  for (const file of files.keys()) delete cache[file];
}

/** A message of Node without the marks in the addresses that it names. */
export function withoutMarks(text: string): string {
  return text.replaceAll(new RegExp(`\\?${MARK}=\\d+`, "g"), "");
}

interface Context {
  readonly parentURL?: string | undefined;
  readonly conditions: readonly string[];
}

interface Resolved {
  readonly url: string;
}

/** A module anywhere on this machine may import or require "longshore" and means this very copy. What task modules import is noted. */
function installHooks(): void {
  if (isHooked) return;
  isHooked = true;
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const own = new URL(`../../../sdk/index.${extension}`, import.meta.url).href;
  registerHooks({
    resolve(specifier, context, next) {
      // Not by `next`: it takes no address from `require`.
      if (specifier === "longshore") return { url: own, shortCircuit: true };
      if (!roots.has(specifier) && !isOurs(context.parentURL)) return next(specifier, context);
      try {
        return noted(next(specifier, context), context);
      } catch (error) {
        // A file that is not there yet: once it is, the next load may succeed.
        if (error instanceof Error && "url" in error) note(String(error.url));
        throw error;
      }
    },
  });
}

function noted<Found extends Resolved>(found: Found, { parentURL, conditions }: Context): Found {
  if (!note(found.url) || conditions.includes("require")) return found;
  const mark = new URLSearchParams(URL.parse(parentURL ?? "")?.search).get(MARK);
  return mark === null || found.url.includes("?") ? found : { ...found, url: `${found.url}?${MARK}=${mark}` };
}

/** Whether it is one of the files that tasks consist of; from now on it is known as one. */
function note(url: string): boolean {
  const file = pathOf(url);
  if (file === undefined || file.includes(`${sep}node_modules${sep}`) || file.startsWith(SDK)) return false;
  files.set(file, timeWritten(file));
  return true;
}

/** In milliseconds since 1970; 0 when the file is not there. */
function timeWritten(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isOurs(url: string | undefined): boolean {
  const file = url === undefined ? undefined : pathOf(url);
  return file !== undefined && files.has(file);
}

/** A copy of what handlers throw would be another class: these are never loaded anew. */
const SDK = fileURLToPath(new URL("../../../sdk/", import.meta.url));

function pathOf(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const [address = ""] = url.split(/[?#]/);
  return fileURLToPath(address);
}

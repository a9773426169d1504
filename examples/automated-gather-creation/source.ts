// Which folder a gather may read: one below the configured root, reached by no detour.

import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep, win32 } from "node:path";

/** The folder that a gather reads, with all symbolic links resolved. */
export interface SourceFolder {
  /** Absolute path that nothing read may leave. */
  readonly root: string;
  /** Absolute path of the folder itself; equal to `root` for the source ".". */
  readonly folder: string;
}

/**
 * The source that was asked for cannot be gathered, now or on a later attempt. The message names the source, what is
 * wrong with it and what is allowed; it does not tell the caller where the root lies.
 */
export class GatherSourceError extends Error {
  override readonly name = "GatherSourceError";
  /** The source as the caller gave it. */
  readonly source: string;

  /** @param problem what is wrong, as the rest of a sentence that begins with the source */
  constructor(source: string, problem: string, options?: ErrorOptions) {
    super(
      `source ${JSON.stringify(source)} ${problem}; allowed is the relative path, without "..", of a folder with ` +
        `Markdown or text files below the worker's gather root, or "." for the root itself`,
      options,
    );
    this.source = source;
  }
}

/**
 * Finds the folder `source` below `root` (an absolute path).
 *
 * Throws {@link GatherSourceError} when the source is absolute, has a `..`, is missing, is no folder or leads out of
 * the root by a symbolic link; and a plain `Error` when the root itself is no folder, because another worker or
 * a later attempt may be set up rightly.
 */
export async function openSource(root: string, source: string): Promise<SourceFolder> {
  const realRoot = await openRoot(root);
  if (source === "" || source.includes("\0")) throw new GatherSourceError(source, "is not a path");
  if (isAbsolute(source) || win32.isAbsolute(source)) throw new GatherSourceError(source, "is absolute");
  if (source.split(/[\\/]/).includes("..")) throw new GatherSourceError(source, 'has a ".." in it');
  const folder = await resolveFolder(source, join(realRoot, source));
  if (!isInside(realRoot, folder)) throw new GatherSourceError(source, "leads out of the gather root");
  if (!(await stat(folder)).isDirectory()) throw new GatherSourceError(source, "is not a folder");
  return { root: realRoot, folder };
}

/** Whether `path` is `root` or lies below it. Both are absolute and free of symbolic links. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function openRoot(root: string): Promise<string> {
  try {
    const resolved = await realpath(root);
    if ((await stat(resolved)).isDirectory()) return resolved;
  } catch (cause) {
    throw new Error(`the gather root ${JSON.stringify(root)} cannot be opened`, { cause });
  }
  throw new Error(`the gather root ${JSON.stringify(root)} is not a folder`);
}

async function resolveFolder(source: string, path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw new GatherSourceError(source, describeFailure(cause), { cause });
  }
}

function describeFailure(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  if (code === "ENOENT") return "does not exist";
  if (code === "ENOTDIR") return "is not a folder";
  return `cannot be opened (${code})`;
}
